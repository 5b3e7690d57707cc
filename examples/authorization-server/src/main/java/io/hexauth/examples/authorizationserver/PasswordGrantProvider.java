// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import java.security.Principal;
import java.util.Map;
import java.util.Objects;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.token.DefaultOAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/**
 * Issues tokens for a {@link PasswordGrant}, with a refresh token if the client may use one. Errors
 * are those of <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2">RFC 6749 §5.2</a>.
 */
final class PasswordGrantProvider implements AuthenticationProvider {

  private static final String CLAIMS = OAuth2Authorization.Token.CLAIMS_METADATA_NAME;

  private final OAuth2AuthorizationService authorizations;
  private final OAuth2TokenGenerator<OAuth2AccessToken> accessTokens;
  private final OAuth2TokenGenerator<OAuth2RefreshToken> refreshTokens;
  private final AuthenticationProvider users;

  PasswordGrantProvider(
      OAuth2AuthorizationService authorizations,
      OAuth2TokenGenerator<OAuth2AccessToken> accessTokens,
      OAuth2TokenGenerator<OAuth2RefreshToken> refreshTokens,
      AuthenticationProvider users) {
    this.authorizations = authorizations;
    this.accessTokens = accessTokens;
    this.refreshTokens = refreshTokens;
    this.users = users;
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return PasswordGrant.class.isAssignableFrom(authentication);
  }

  @Override
  public Authentication authenticate(Authentication authentication) {
    PasswordGrant grant = (PasswordGrant) authentication;
    if (!(grant.getPrincipal() instanceof OAuth2ClientAuthenticationToken client)
        || !client.isAuthenticated()) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
    }
    RegisteredClient registration = Objects.requireNonNull(client.getRegisteredClient());
    if (!registration.getAuthorizationGrantTypes().contains(PasswordGrant.TYPE)) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.UNAUTHORIZED_CLIENT);
    }
    if (!registration.getScopes().containsAll(grant.scopes())) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_SCOPE);
    }
    return issue(grant, client, registration, user(grant));
  }

  private Authentication user(PasswordGrant grant) {
    var credentials =
        UsernamePasswordAuthenticationToken.unauthenticated(grant.username(), grant.password());
    try {
      return Objects.requireNonNull(users.authenticate(credentials));
    } catch (AuthenticationException refused) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
    }
  }

  private Authentication issue(
      PasswordGrant grant,
      OAuth2ClientAuthenticationToken client,
      RegisteredClient registration,
      Authentication user) {
    var context =
        DefaultOAuth2TokenContext.builder()
            .registeredClient(registration)
            .principal(user)
            .authorizationServerContext(
                Objects.requireNonNull(AuthorizationServerContextHolder.getContext()))
            .authorizedScopes(grant.scopes())
            .authorizationGrantType(PasswordGrant.TYPE)
            .authorizationGrant(grant);
    OAuth2AccessToken generated =
        Objects.requireNonNull(
            accessTokens.generate(context.tokenType(OAuth2TokenType.ACCESS_TOKEN).build()));
    OAuth2AccessToken accessToken = plain(generated);
    var authorization =
        OAuth2Authorization.withRegisteredClient(registration)
            .principalName(user.getName())
            .authorizationGrantType(PasswordGrant.TYPE)
            .authorizedScopes(grant.scopes())
            .attribute(Principal.class.getName(), user) // needed by a later refresh
            .token(accessToken, metadata -> metadata.put(CLAIMS, claims(generated)));
    OAuth2RefreshToken refreshToken = null;
    if (registration.getAuthorizationGrantTypes().contains(AuthorizationGrantType.REFRESH_TOKEN)) {
      refreshToken =
          refreshTokens.generate(context.tokenType(OAuth2TokenType.REFRESH_TOKEN).build());
      authorization.refreshToken(Objects.requireNonNull(refreshToken));
    }
    authorizations.save(authorization.build());
    return new OAuth2AccessTokenAuthenticationToken(
        registration, client, accessToken, refreshToken);
  }

  /**
   * {@return a token of the plain class} An authorization stores tokens by their class, and the
   * generator creates a subclass.
   */
  private static OAuth2AccessToken plain(OAuth2AccessToken token) {
    return new OAuth2AccessToken(
        token.getTokenType(),
        token.getTokenValue(),
        token.getIssuedAt(),
        token.getExpiresAt(),
        token.getScopes());
  }

  /** {@return the claims that introspection returns for the token} */
  private static Map<String, Object> claims(OAuth2AccessToken token) {
    return token instanceof ClaimAccessor accessor ? accessor.getClaims() : Map.of();
  }
}
