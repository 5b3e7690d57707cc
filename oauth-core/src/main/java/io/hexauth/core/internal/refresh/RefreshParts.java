// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.concurrent.Tasks;
import io.hexauth.core.internal.events.IncidentDispatcher;
import io.hexauth.core.internal.server.ProvidedToken;
import io.hexauth.core.internal.server.RequestGate;
import io.hexauth.core.internal.server.Revocation;
import io.hexauth.core.internal.server.TokenSource;
import io.hexauth.core.internal.storage.SealedTokenStore;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.refresh.Refresh;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.spi.FaultPoints;
import io.hexauth.ports.spi.Incident;
import io.hexauth.ports.spi.OAuthClock;
import java.util.Optional;

/** What the refreshes of one registration work with. */
public record RefreshParts(
    ClientRegistrationId registration,
    Refresh refresh,
    SealedTokenStore store,
    TokenSource source,
    Optional<ProvidedToken> provided,
    TokenMaterializer memory,
    Revocation revocation,
    RequestGate gate,
    Tasks tasks,
    OAuthClock clock,
    OAuthClientConfig config,
    RandomSource chance,
    FaultPoints faults,
    IncidentDispatcher incidents) {

  /** Tells operators. */
  void report(GrantCell grant, Incident.Kind kind) {
    incidents.report(new Incident(registration, grant.principal(), kind));
  }
}
