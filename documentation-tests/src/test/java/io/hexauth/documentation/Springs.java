// SPDX-License-Identifier: Apache-2.0
package io.hexauth.documentation;

import java.time.Instant;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;

/** Application with Spring Security before its migration: one user has consented. */
final class Springs {

  static final String TOKEN = "access-token-of-spring";

  private Springs() {}

  static OAuth2AuthorizedClientService authorizedClients() {
    var registration =
        ClientRegistration.withRegistrationId("spotify")
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
            .clientId("my-app")
            .redirectUri("https://app.example/callback")
            .authorizationUri("https://login.example/authorize")
            .tokenUri("https://login.example/token")
            .build();
    var clients =
        new InMemoryOAuth2AuthorizedClientService(
            new InMemoryClientRegistrationRepository(registration));
    Instant now = Instant.now();
    clients.saveAuthorizedClient(
        new OAuth2AuthorizedClient(
            registration,
            "carol",
            new OAuth2AccessToken(
                OAuth2AccessToken.TokenType.BEARER, TOKEN, now, now.plusSeconds(600)),
            new OAuth2RefreshToken("refresh-token-of-spring", now)),
        new TestingAuthenticationToken("carol", "none"));
    return clients;
  }
}
