// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.storage;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.core.internal.concurrent.Tasks;
import io.hexauth.core.internal.events.EventDispatcher;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenCipher;
import jakarta.inject.Inject;

/** Factory of the pending authorizations of each registration, which use one store. */
public final class PendingAuthorizationsFactory {

  private final PendingAuthorizationStore store;
  private final TokenCipher cipher;
  private final TaskPools pools;
  private final EventDispatcher events;
  private final OAuthClock clock;
  private final OAuthClientConfig config;

  @Inject
  PendingAuthorizationsFactory(
      PendingAuthorizationStore store,
      TokenCipher cipher,
      TaskPools pools,
      EventDispatcher events,
      OAuthClock clock,
      OAuthClientConfig config) {
    this.store = store;
    this.cipher = cipher;
    this.pools = pools;
    this.events = events;
    this.clock = clock;
    this.config = config;
  }

  /** {@return the pending authorizations of one registration} */
  public PendingAuthorizations of(ClientRegistration registration) {
    ClientRegistrationId id = registration.id();
    return of(
        id, new Guard(events.of(id)), pools.of(registration.endpoints().address()).visitors());
  }

  /**
   * {@return the pending authorizations of all registrations, for a callback whose registration is
   * not known yet}
   */
  public PendingAuthorizations ofAll() {
    ClientRegistrationId unknown = InvalidCallbackException.UNKNOWN_REGISTRATION;
    return of(unknown, Guard.untold(events.of(unknown)), pools.callbacks());
  }

  private PendingAuthorizations of(ClientRegistrationId registration, Guard guard, Tasks tasks) {
    return new PendingAuthorizations(
        registration,
        store,
        new GrantSealer(cipher, config.namespace(), registration),
        tasks,
        guard,
        events,
        clock,
        config);
  }
}
