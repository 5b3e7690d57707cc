// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

/**
 * Authorizations that the server has issued.
 *
 * <p>Spring keeps one access token for each authorization. A refresh would end the previous access
 * token immediately, and a call under way with it would fail. On most servers, an access token is
 * valid until it expires. To behave in the same way, this class keeps the replaced access tokens. A
 * replaced refresh token is not kept, and is refused.
 */
final class Authorizations implements OAuth2AuthorizationService {

  private final InMemoryOAuth2AuthorizationService latest =
      new InMemoryOAuth2AuthorizationService();
  private final Map<String, OAuth2Authorization> replaced = new ConcurrentHashMap<>();
  private final Clock clock;

  Authorizations(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void save(OAuth2Authorization authorization) {
    String value = accessToken(authorization);
    if (replaced.computeIfPresent(value, (key, old) -> authorization) != null) {
      return; // a replaced access token was revoked; the authorization has a newer one
    }
    OAuth2Authorization before = latest.findById(authorization.getId());
    if (before != null && before.getAccessToken() != null && !accessToken(before).equals(value)) {
      replaced.put(accessToken(before), before);
    }
    var refreshToken = authorization.getRefreshToken();
    if (refreshToken != null && refreshToken.isInvalidated()) {
      replaced.values().removeIf(old -> old.getId().equals(authorization.getId()));
    }
    replaced.values().removeIf(this::isExpired);
    latest.save(authorization);
  }

  @Override
  public void remove(OAuth2Authorization authorization) {
    replaced.values().removeIf(old -> old.getId().equals(authorization.getId()));
    latest.remove(authorization);
  }

  @Override
  public @Nullable OAuth2Authorization findById(String id) {
    return latest.findById(id);
  }

  @Override
  public @Nullable OAuth2Authorization findByToken(
      String token, @Nullable OAuth2TokenType tokenType) {
    if (tokenType == null || tokenType.equals(OAuth2TokenType.ACCESS_TOKEN)) {
      OAuth2Authorization old = replaced.get(token);
      if (old != null) {
        return old;
      }
    }
    return latest.findByToken(token, tokenType);
  }

  boolean isActive(String token) {
    OAuth2Authorization authorization = findByToken(token, null);
    if (authorization == null) {
      return false;
    }
    OAuth2Authorization.Token<OAuth2Token> found = authorization.getToken(token);
    return found != null && found.isActive();
  }

  private boolean isExpired(OAuth2Authorization authorization) {
    OAuth2Authorization.Token<OAuth2AccessToken> token = authorization.getAccessToken();
    var expiresAt = token == null ? null : token.getToken().getExpiresAt();
    return expiresAt == null || expiresAt.isBefore(clock.instant());
  }

  private static String accessToken(OAuth2Authorization authorization) {
    OAuth2Authorization.Token<OAuth2AccessToken> token = authorization.getAccessToken();
    return token == null ? "" : token.getToken().getTokenValue();
  }
}
