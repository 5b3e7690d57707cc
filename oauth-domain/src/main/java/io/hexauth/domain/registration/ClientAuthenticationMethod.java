// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

/**
 * Method of client authentication at the token endpoint.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-2">RFC 7591 §2</a>
 */
public enum ClientAuthenticationMethod {
  /** Client id and secret in the {@code Authorization} header. */
  CLIENT_SECRET_BASIC("client_secret_basic"),
  /** Client id and secret in the form, for servers that support nothing better. */
  CLIENT_SECRET_POST("client_secret_post"),
  /** Public client: only the {@code client_id} is sent. */
  NONE("none");

  private final String value;

  ClientAuthenticationMethod(String value) {
    this.value = value;
  }

  /** {@return the name in metadata and registrations} */
  public String value() {
    return value;
  }
}
