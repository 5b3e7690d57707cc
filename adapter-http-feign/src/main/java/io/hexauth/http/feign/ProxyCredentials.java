// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A user name and a password for a forward proxy (Basic, RFC 7617). Immutable; shows neither of
 * them.
 */
public final class ProxyCredentials {

  private final String authorization;

  private ProxyCredentials(String authorization) {
    this.authorization = authorization;
  }

  /**
   * {@return the credentials}
   *
   * @throws IllegalArgumentException if the user name has a colon, or one of them a control
   *     character (RFC 7617 §2)
   */
  public static ProxyCredentials of(String user, String password) {
    String pair = user + ":" + password;
    if (user.indexOf(':') >= 0 || pair.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "A proxy's user name has no colon, and neither it nor the password a control character");
    }
    byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
    return new ProxyCredentials("Basic " + Base64.getEncoder().encodeToString(bytes));
  }

  /** {@return the value of a {@code Proxy-Authorization} header} */
  String authorization() {
    return authorization;
  }

  @Override
  public String toString() {
    return "ProxyCredentials[redacted]";
  }
}
