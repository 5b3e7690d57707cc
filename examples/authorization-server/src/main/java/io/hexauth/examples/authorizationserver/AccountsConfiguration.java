// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import java.util.Arrays;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/** Users and clients of the server for Spring: {@link DemoUser} and {@link DemoClient}. */
@Configuration(proxyBeanMethods = false)
class AccountsConfiguration {

  @Bean
  PublicSecrets secrets() {
    return new PublicSecrets();
  }

  @Bean
  DaoAuthenticationProvider users(PublicSecrets secrets) {
    UserDetails[] users =
        Arrays.stream(DemoUser.values())
            .map(user -> User.withUsername(user.username()).password(user.password()).build())
            .toArray(UserDetails[]::new);
    var provider = new DaoAuthenticationProvider(new InMemoryUserDetailsManager(users));
    provider.setPasswordEncoder(secrets);
    return provider;
  }

  @Bean
  RegisteredClientRepository clients(Lifetimes lifetimes) {
    return new InMemoryRegisteredClientRepository(
        Arrays.stream(DemoClient.values()).map(client -> registered(client, lifetimes)).toList());
  }

  private static RegisteredClient registered(DemoClient client, Lifetimes lifetimes) {
    return RegisteredClient.withId(client.name())
        .clientId(client.clientId())
        .clientSecret(client.clientSecret())
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
        .authorizationGrantTypes(
            types ->
                client.grantTypes().stream().map(AuthorizationGrantType::new).forEach(types::add))
        .redirectUris(uris -> client.redirectUri().map(Object::toString).ifPresent(uris::add))
        .scopes(scopes -> scopes.addAll(client.scopes()))
        .clientSettings(
            ClientSettings.builder()
                .requireAuthorizationConsent(true)
                .requireProofKey(client.needsPkce())
                .build())
        .tokenSettings(
            TokenSettings.builder()
                .accessTokenFormat(OAuth2TokenFormat.REFERENCE)
                .accessTokenTimeToLive(lifetimes.accessToken())
                .refreshTokenTimeToLive(lifetimes.refreshToken())
                .authorizationCodeTimeToLive(lifetimes.authorizationCode())
                .reuseRefreshTokens(false)
                .build())
        .build();
  }
}
