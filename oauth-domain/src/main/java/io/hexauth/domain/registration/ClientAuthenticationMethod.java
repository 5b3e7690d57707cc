// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

/**
 * Method by which a client authenticates at the token endpoint.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-2">RFC 7591 §2</a>
 */
public enum ClientAuthenticationMethod {
  /** Client id and secret in the {@code Authorization} header. */
  CLIENT_SECRET_BASIC("client_secret_basic"),
  /** Client id and secret in the form; only for servers that know nothing better. */
  CLIENT_SECRET_POST("client_secret_post"),
  /** A public client: only its {@code client_id} is sent. */
  NONE("none");

  private final String value;

  ClientAuthenticationMethod(String value) {
    this.value = value;
  }

  /** {@return the name that metadata and registrations use on the wire} */
  public String value() {
    return value;
  }
}
