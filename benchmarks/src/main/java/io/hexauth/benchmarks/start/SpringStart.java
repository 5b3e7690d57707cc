// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.start;

import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

/**
 * An application with a Spring context and the client of Spring Security. It uses no component scan
 * and no annotations.
 */
final class SpringStart implements Start {

  private final int registrations;
  private final String server;
  private @Nullable AuthorizedClientServiceOAuth2AuthorizedClientManager manager;

  SpringStart(int registrations, String server) {
    this.registrations = registrations;
    this.server = server;
  }

  @Override
  public int wire() {
    var context = new GenericApplicationContext();
    context.registerBean(
        InMemoryClientRegistrationRepository.class,
        () ->
            new InMemoryClientRegistrationRepository(
                IntStream.range(0, registrations).mapToObj(this::registration).toList()));
    context.registerBean(
        InMemoryOAuth2AuthorizedClientService.class,
        () ->
            new InMemoryOAuth2AuthorizedClientService(
                context.getBean(InMemoryClientRegistrationRepository.class)));
    context.registerBean(
        AuthorizedClientServiceOAuth2AuthorizedClientManager.class,
        () ->
            new AuthorizedClientServiceOAuth2AuthorizedClientManager(
                context.getBean(InMemoryClientRegistrationRepository.class),
                context.getBean(InMemoryOAuth2AuthorizedClientService.class)));
    context.refresh();
    manager = context.getBean(AuthorizedClientServiceOAuth2AuthorizedClientManager.class);
    return context.getBeanDefinitionCount();
  }

  private ClientRegistration registration(int i) {
    var registration =
        ClientRegistration.withRegistrationId("registration-" + i)
            .clientId("client")
            .clientSecret("secret")
            .tokenUri(server + "/" + i)
            .scope("read");
    return Start.isForUsers(i)
        ? registration
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
            .redirectUri("https://app.example/callback/" + i)
            .authorizationUri("https://login" + i + ".example/authorize")
            .build()
        : registration.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS).build();
  }

  @Override
  public Optional<String> token() {
    var request =
        OAuth2AuthorizeRequest.withClientRegistrationId("registration-0")
            .principal("service")
            .build();
    return Optional.ofNullable(manager)
        .map(made -> made.authorize(request))
        .map(client -> client.getAccessToken().getTokenValue());
  }
}
