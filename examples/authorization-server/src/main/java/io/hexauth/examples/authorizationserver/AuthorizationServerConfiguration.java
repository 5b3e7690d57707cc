// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2AccessTokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2RefreshTokenGenerator;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/** Endpoints of the authorization server, and the login for the authorization endpoint. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class AuthorizationServerConfiguration {

  private final OAuth2AccessTokenGenerator accessTokens = new OAuth2AccessTokenGenerator();
  private final OAuth2RefreshTokenGenerator refreshTokens = new OAuth2RefreshTokenGenerator();

  @Bean
  Authorizations authorizations() {
    return new Authorizations(Clock.systemUTC());
  }

  @Bean
  ForgetfulConsents consents() {
    return new ForgetfulConsents();
  }

  @Bean
  OneTokenRequestAtATime oneTokenRequestAtATime() {
    return new OneTokenRequestAtATime();
  }

  @Bean
  AuthorizationServerSettings settings() {
    return AuthorizationServerSettings.builder().build(); // the issuer is taken from each request
  }

  @Bean
  DelegatingOAuth2TokenGenerator tokenGenerator() {
    // Without a generator of JWTs, the server needs no signing key.
    return new DelegatingOAuth2TokenGenerator(accessTokens, refreshTokens);
  }

  @Bean
  @Order(2)
  SecurityFilterChain authorizationServer(
      HttpSecurity http, Authorizations authorizations, DaoAuthenticationProvider users) {
    var passwordGrant =
        new PasswordGrantProvider(authorizations, accessTokens, refreshTokens, users);
    return http.oauth2AuthorizationServer(
            server ->
                server
                    .authorizationEndpoint(
                        endpoint ->
                            endpoint
                                .consentPage(Pages.CONSENT)
                                .authenticationProviders(
                                    all -> all.forEach(this::approveWithoutScopes)))
                    .authorizationServerMetadataEndpoint(
                        endpoint ->
                            endpoint.authorizationServerMetadataCustomizer(
                                metadata -> metadata.grantType(PasswordGrant.TYPE.getValue())))
                    .tokenEndpoint(
                        endpoint ->
                            endpoint
                                .accessTokenRequestConverter(new PasswordGrantConverter())
                                .authenticationProvider(passwordGrant)))
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .authenticationProvider(users)
        .formLogin(login -> login.loginPage(Pages.LOGIN).permitAll())
        .exceptionHandling(
            handling ->
                handling.defaultAuthenticationEntryPointFor(
                    new LoginUrlAuthenticationEntryPoint(Pages.LOGIN),
                    PathPatternRequestMatcher.pathPattern(HttpMethod.GET, "/oauth2/authorize")))
        .build();
  }

  private void approveWithoutScopes(Object provider) {
    if (provider instanceof OAuth2AuthorizationConsentAuthenticationProvider consent) {
      consent.setAuthorizationConsentCustomizer(this::approveWithoutScopes);
    }
  }

  /**
   * Approves requests without scopes. Spring treats an empty list of scopes as a refusal, even if
   * no scope was requested.
   */
  private void approveWithoutScopes(OAuth2AuthorizationConsentAuthenticationContext context) {
    OAuth2AuthorizationConsentAuthenticationToken answer = context.getAuthentication();
    var request = context.getAuthorizationRequest();
    boolean approved = Pages.APPROVE.equals(answer.getAdditionalParameters().get(Pages.DECISION));
    if (approved && request != null && request.getScopes().isEmpty()) {
      context.getAuthorizationConsent().authority(new SimpleGrantedAuthority("APPROVED"));
    }
  }
}
