// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.core.internal.events.EventDispatcher;
import io.hexauth.core.internal.events.ReducedScopes;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.ResourceOwnerCredentials;
import io.hexauth.ports.api.TokenProvider;
import io.hexauth.ports.spi.OAuthClock;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.Map;
import java.util.Optional;

/** Factory of the token sources of all registrations. */
public final class TokenSources {

  private final Map<ClientRegistrationId, Provider<TokenProvider>> providers;
  private final Map<ClientRegistrationId, Provider<ResourceOwnerCredentials>> credentials;
  private final TaskPools pools;
  private final EventDispatcher events;
  private final OAuthClock clock;
  private final OAuthClientConfig config;

  @Inject
  TokenSources(
      Map<ClientRegistrationId, Provider<TokenProvider>> providers,
      Map<ClientRegistrationId, Provider<ResourceOwnerCredentials>> credentials,
      TaskPools pools,
      EventDispatcher events,
      OAuthClock clock,
      OAuthClientConfig config) {
    this.providers = providers;
    this.credentials = credentials;
    this.pools = pools;
    this.events = events;
    this.clock = clock;
    this.config = config;
  }

  /** {@return true if a {@code ResourceOwnerCredentials} is bound for the registration} */
  public boolean hasCredentials(ClientRegistrationId registration) {
    return credentials.containsKey(registration);
  }

  /** {@return the token source of one registration} */
  public TokenSource of(ClientRegistration registration, AuthorizationServer server) {
    ClientRegistrationId id = registration.id();
    var source =
        new ServerTokenSource(
            registration,
            server,
            new OwnGrant(registration, Optional.ofNullable(credentials.get(id))),
            new ReducedScopes(events.of(id)));
    return new TokenSource(
        source, Optional.ofNullable(providers.get(id)).map(p -> provided(registration, p, source)));
  }

  private ProviderTokenSource provided(
      ClientRegistration registration, Provider<TokenProvider> provider, ServerTokenSource source) {
    var call =
        new ProviderCall(
            registration.id(),
            provider,
            pools.of(registration.endpoints().address()).providers(),
            config.requestDeadline());
    return new ProviderTokenSource(call, source, clock, config.sizeLimits());
  }
}
