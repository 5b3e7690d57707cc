// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.storage;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.events.EventDispatcher;
import io.hexauth.core.internal.events.RegistrationEvents;
import io.hexauth.core.internal.time.NodeName;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import jakarta.inject.Inject;

/** Factory of the encrypted token stores of each registration, which use one store. */
public final class SealedTokenStores {

  private final TokenStore store;
  private final TokenCipher cipher;
  private final EventDispatcher events;
  private final OAuthClock clock;
  private final RandomSource random;
  private final OAuthClientConfig config;
  private final NodeName node;

  @Inject
  SealedTokenStores(
      TokenStore store,
      TokenCipher cipher,
      EventDispatcher events,
      OAuthClock clock,
      RandomSource random,
      OAuthClientConfig config,
      NodeName node) {
    this.store = store;
    this.cipher = cipher;
    this.events = events;
    this.clock = clock;
    this.random = random;
    this.config = config;
    this.node = node;
  }

  /** {@return the stored grants of one registration} */
  public SealedTokenStore of(ClientRegistrationId registration) {
    RegistrationEvents told = events.of(registration);
    return new SealedTokenStore(
        new GrantStore(store, told, clock, random, config.lease()),
        new GrantSealer(cipher, config.namespace(), registration),
        told,
        config,
        node.value());
  }
}
