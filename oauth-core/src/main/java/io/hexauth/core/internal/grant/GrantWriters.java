// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.concurrent.ServerTasks;
import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.core.internal.events.EventDispatcher;
import io.hexauth.core.internal.refresh.SingleFlight;
import io.hexauth.core.internal.refresh.TokenMaterializers;
import io.hexauth.core.internal.refresh.TokenReader;
import io.hexauth.core.internal.server.Revocation;
import io.hexauth.core.internal.server.TokenSource;
import io.hexauth.core.internal.storage.SealedTokenStore;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.ports.spi.OAuthClock;
import jakarta.inject.Inject;

/** Factory of the components that change grants of a registration other than by a refresh. */
public final class GrantWriters {

  private final TokenMaterializers materializers;
  private final TaskPools pools;
  private final EventDispatcher events;
  private final RandomSource random;
  private final OAuthClock clock;
  private final OAuthClientConfig config;

  @Inject
  GrantWriters(
      TokenMaterializers materializers,
      TaskPools pools,
      EventDispatcher events,
      RandomSource random,
      OAuthClock clock,
      OAuthClientConfig config) {
    this.materializers = materializers;
    this.pools = pools;
    this.events = events;
    this.random = random;
    this.clock = clock;
    this.config = config;
  }

  GrantRequester requester(
      ClientRegistration registration,
      SealedTokenStore store,
      TokenSource source,
      Revocation revocation,
      SingleFlight flights) {
    GrantInstaller installer = installer(registration, store, source);
    return new GrantRequester(
        registration.id(),
        source.server(),
        installer,
        new ConsentInstaller(
            registration.id(),
            installer,
            store,
            materializers.of(registration, source),
            revocation,
            events.of(registration.id()),
            tasks(registration).grants(),
            clock,
            config.lease().plus(config.hold())),
        flights,
        tasks(registration).visitors(),
        clock);
  }

  RejectedTokens rejected(
      ClientRegistration registration, SingleFlight flights, TokenReader reader) {
    return new RejectedTokens(registration, flights, reader, events.of(registration.id()), clock);
  }

  TokenHandover handover(
      ClientRegistration registration, SealedTokenStore store, TokenSource source) {
    return new TokenHandover(
        registration.id(),
        installer(registration, store, source),
        tasks(registration).grants(),
        clock,
        config.sizeLimits());
  }

  private GrantInstaller installer(
      ClientRegistration registration, SealedTokenStore store, TokenSource source) {
    return new GrantInstaller(
        registration.id(),
        store,
        materializers.of(registration, source),
        clock,
        random,
        config.sizeLimits());
  }

  GrantRevoker revoker(
      ClientRegistration registration, SealedTokenStore store, Revocation revocation) {
    return new GrantRevoker(
        store, revocation, tasks(registration).grants(), events.of(registration.id()), clock);
  }

  private ServerTasks tasks(ClientRegistration registration) {
    return pools.of(registration.endpoints().address());
  }
}
