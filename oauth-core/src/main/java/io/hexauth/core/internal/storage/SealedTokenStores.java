// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.storage;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.time.NodeName;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import jakarta.inject.Inject;

/** The grants of each registration, sealed, in the one store of the application. */
public final class SealedTokenStores {

  private final TokenStore store;
  private final TokenCipher cipher;
  private final OAuthClock clock;
  private final RandomSource random;
  private final OAuthClientConfig config;
  private final NodeName node;

  @Inject
  SealedTokenStores(
      TokenStore store,
      TokenCipher cipher,
      OAuthClock clock,
      RandomSource random,
      OAuthClientConfig config,
      NodeName node) {
    this.store = store;
    this.cipher = cipher;
    this.clock = clock;
    this.random = random;
    this.config = config;
    this.node = node;
  }

  /** {@return the stored grants of one registration} */
  public SealedTokenStore of(ClientRegistrationId registration) {
    return new SealedTokenStore(
        new GrantStore(store, registration, clock, random, config.lease()),
        new GrantSealer(cipher, config.namespace(), registration),
        registration,
        config,
        node.value());
  }
}
