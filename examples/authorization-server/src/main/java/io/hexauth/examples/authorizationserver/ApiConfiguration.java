// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.web.SecurityFilterChain;

/**
 * What guards the API: it asks {@link Authorizations} about every token, and answers as <a
 * href="https://www.rfc-editor.org/rfc/rfc6750.html#section-3">RFC 6750 §3</a> says.
 */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

  @Bean
  @Order(1)
  SecurityFilterChain api(HttpSecurity http, Authorizations authorizations) {
    return http.securityMatcher("/api/**")
        .authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers("/api/read")
                    .hasAuthority("SCOPE_read")
                    .requestMatchers("/api/write")
                    .hasAuthority("SCOPE_write")
                    .requestMatchers("/api/playlists")
                    .hasAuthority("SCOPE_playlist-read-private")
                    .anyRequest()
                    .authenticated())
        .csrf(csrf -> csrf.disable())
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .oauth2ResourceServer(
            server ->
                server.opaqueToken(
                    opaque -> opaque.introspector(token -> introspect(authorizations, token))))
        .build();
  }

  private static OAuth2AuthenticatedPrincipal introspect(
      Authorizations authorizations, String value) {
    OAuth2Authorization authorization =
        authorizations.findByToken(value, OAuth2TokenType.ACCESS_TOKEN);
    OAuth2Authorization.Token<OAuth2AccessToken> token =
        authorization == null ? null : authorization.getAccessToken();
    if (authorization == null || token == null || !token.isActive()) {
      throw new BadOpaqueTokenException("The token is unknown, expired or revoked");
    }
    List<String> scopes = token.getToken().getScopes().stream().sorted().toList();
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("scopes", scopes);
    return new DefaultOAuth2AuthenticatedPrincipal(
        authorization.getPrincipalName(),
        attributes,
        AuthorityUtils.createAuthorityList(
            scopes.stream().map(scope -> "SCOPE_" + scope).toList()));
  }
}
