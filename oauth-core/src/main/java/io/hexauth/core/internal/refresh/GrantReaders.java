// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.events.RegistrationEvents;
import io.hexauth.core.internal.server.ServerTokenSource;
import io.hexauth.core.internal.storage.SealedTokenStore;
import io.hexauth.domain.internal.lifecycle.TokenRequirement;
import io.hexauth.domain.internal.refresh.Refresh;
import io.hexauth.ports.spi.OAuthClock;

/** Factory of readers, one for each run that requires a token of one registration. */
final class GrantReaders {

  private final Refresh refresh;
  private final SealedTokenStore store;
  private final ServerTokenSource source;
  private final TokenMaterializer materializer;
  private final RegistrationEvents events;
  private final OAuthClock clock;

  GrantReaders(
      Refresh refresh,
      SealedTokenStore store,
      ServerTokenSource source,
      TokenMaterializer materializer,
      RegistrationEvents events,
      OAuthClock clock) {
    this.refresh = refresh;
    this.store = store;
    this.source = source;
    this.materializer = materializer;
    this.events = events;
    this.clock = clock;
  }

  GrantReader of(TokenCell cell, TokenRequirement requirement) {
    return new GrantReader(refresh, store, source, materializer, events, clock, cell, requirement);
  }
}
