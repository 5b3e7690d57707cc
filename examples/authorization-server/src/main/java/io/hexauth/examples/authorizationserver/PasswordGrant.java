// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import java.util.Map;
import java.util.Set;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;

/** Token request with {@code grant_type=password}, from an authenticated client. */
final class PasswordGrant extends OAuth2AuthorizationGrantAuthenticationToken {

  /** The grant type, which Spring Security 7 no longer defines. */
  static final AuthorizationGrantType TYPE = new AuthorizationGrantType("password");

  private static final long serialVersionUID = 1L;

  private final String username;
  private final transient String password;
  private final transient Set<String> scopes;

  PasswordGrant(Authentication client, String username, String password, Set<String> scopes) {
    super(TYPE, client, Map.of());
    this.username = username;
    this.password = password;
    this.scopes = Set.copyOf(scopes);
  }

  String username() {
    return username;
  }

  String password() {
    return password;
  }

  Set<String> scopes() {
    return scopes;
  }
}
