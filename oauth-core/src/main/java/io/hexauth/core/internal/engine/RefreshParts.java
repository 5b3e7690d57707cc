// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.refresh.Refresh;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.spi.FaultPoints;
import io.hexauth.ports.spi.Incident;
import io.hexauth.ports.spi.OAuthClock;
import java.util.Optional;

/** What the refreshes of one registration work with. */
record RefreshParts(
    ClientRegistrationId registration,
    Refresh refresh,
    SealedTokenStore store,
    TokenSource source,
    Optional<ProvidedToken> provided,
    Memory memory,
    Revocation revocation,
    ServerGate gate,
    Tasks tasks,
    OAuthClock clock,
    OAuthClientConfig config,
    Chance chance,
    FaultPoints faults,
    Incidents incidents) {

  /** Tells operators. */
  void report(GrantCell grant, Incident.Kind kind) {
    incidents.report(new Incident(registration, grant.principal(), kind));
  }
}
