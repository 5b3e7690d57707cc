// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.peers;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ClientCredentialsOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;

/** {@code org.springframework.security:spring-security-oauth2-client}. */
@State(Scope.Benchmark)
public class SpringPeer {

  private final AuthorizedClientServiceOAuth2AuthorizedClientManager manager;
  private final OAuth2AuthorizeRequest request =
      OAuth2AuthorizeRequest.withClientRegistrationId("benchmark").principal("service").build();

  /** Obtains the token, which the library then keeps in memory. */
  public SpringPeer() {
    var registrations =
        new InMemoryClientRegistrationRepository(
            ClientRegistration.withRegistrationId("benchmark")
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .clientId("client")
                .clientSecret("secret")
                .tokenUri("https://login.example/token")
                .build());
    var provider = new ClientCredentialsOAuth2AuthorizedClientProvider();
    provider.setAccessTokenResponseClient(
        grant ->
            OAuth2AccessTokenResponse.withToken(Tokens.VALUE)
                .tokenType(OAuth2AccessToken.TokenType.BEARER)
                .expiresIn(3600)
                .build());
    manager =
        new AuthorizedClientServiceOAuth2AuthorizedClientManager(
            registrations, new InMemoryOAuth2AuthorizedClientService(registrations));
    manager.setAuthorizedClientProvider(provider);
    manager.authorize(request);
  }

  /** {@return the authorized client, which has the token} */
  public @Nullable OAuth2AuthorizedClient authorize() {
    return manager.authorize(request);
  }
}
