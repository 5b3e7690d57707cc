// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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
 * Security configuration of the API. It asks {@link Authorizations} about each token, and answers
 * as in <a href="https://www.rfc-editor.org/rfc/rfc6750.html#section-3">RFC 6750 §3</a>.
 */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

  /** Required scope, by path. */
  private static final Map<String, String> SCOPES =
      Map.of(
          "/api/read", "read",
          "/api/write", "write",
          "/api/files", "files-read",
          "/api/shared-files", "shared-files-read",
          "/api/playlists", "playlist-read-private");

  @Bean
  @Order(1)
  SecurityFilterChain api(HttpSecurity http, Authorizations authorizations) {
    return http.securityMatcher("/api/**")
        .authorizeHttpRequests(
            requests -> {
              SCOPES.forEach(
                  (path, scope) -> requests.requestMatchers(path).hasAuthority("SCOPE_" + scope));
              requests.anyRequest().authenticated();
            })
        .csrf(csrf -> csrf.disable())
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .oauth2ResourceServer(
            server ->
                server
                    .opaqueToken(
                        opaque -> opaque.introspector(token -> introspect(authorizations, token)))
                    .accessDeniedHandler((request, response, denied) -> demand(request, response)))
        .build();
  }

  /**
   * Answers with the missing scope. Spring's own answer does not contain it, so a client could not
   * ask the user for it.
   */
  private static void demand(HttpServletRequest request, HttpServletResponse response) {
    String scope = SCOPES.getOrDefault(request.getRequestURI(), "");
    response.setStatus(HttpServletResponse.SC_FORBIDDEN);
    response.setHeader(
        "WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"" + scope + "\"");
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
