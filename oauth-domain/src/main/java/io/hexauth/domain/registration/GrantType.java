// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

/**
 * Value of {@code grant_type} in a token request.
 *
 * @param value a name of RFC 6749, or the absolute URI of an extension grant (RFC 6749 §4.5)
 */
public record GrantType(String value) {

  /** Authorization code grant. */
  public static final GrantType AUTHORIZATION_CODE = new GrantType("authorization_code");

  /** Client credentials grant. */
  public static final GrantType CLIENT_CREDENTIALS = new GrantType("client_credentials");

  /**
   * Resource owner password credentials grant. Legacy: see {@link
   * ClientRegistration.Builder#password()}.
   */
  public static final GrantType PASSWORD = new GrantType("password");

  /** Refresh of an access token. */
  public static final GrantType REFRESH_TOKEN = new GrantType("refresh_token");

  /**
   * @throws IllegalArgumentException if the value is empty or contains characters other than
   *     visible ASCII
   */
  public GrantType {
    if (value.isEmpty() || !value.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
      throw new IllegalArgumentException(
          "A grant type must be a name or an absolute URI in visible ASCII");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
