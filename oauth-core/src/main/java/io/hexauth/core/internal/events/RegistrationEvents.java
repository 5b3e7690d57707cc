// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.events;

import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.Incident;
import io.hexauth.ports.api.Measurement;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.ports.api.TokenEvent.Cause;
import io.hexauth.ports.spi.OAuthClock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Sender of the events of one registration. It creates no events if no listener is bound. */
public final class RegistrationEvents {

  private static final Logger LOG = LoggerFactory.getLogger(RegistrationEvents.class);

  private final ClientRegistrationId registration;
  private final EventDispatcher dispatcher;
  private final OAuthClock clock;

  RegistrationEvents(
      ClientRegistrationId registration, EventDispatcher dispatcher, OAuthClock clock) {
    this.registration = registration;
    this.dispatcher = dispatcher;
    this.clock = clock;
  }

  /** {@return the registration} */
  public ClientRegistrationId registration() {
    return registration;
  }

  /** Logs an incident, and sends it to listeners. */
  public void report(GrantCell grant, Incident.Kind kind) {
    report(grant.principal(), kind);
  }

  /** Logs an incident, and sends it to listeners. */
  public void report(Principal principal, Incident.Kind kind) {
    // Users end grants every day; the other incidents are for an operator.
    LOG.atLevel(kind == Incident.Kind.GRANT_REFUSED ? Level.INFO : Level.WARN)
        .log("Client registration '{}': {}", registration, kind);
    if (areHeard()) {
      dispatcher.tell(Incident.of(registration, clock.instant(), principal, kind));
    }
  }

  /**
   * Announces a token that this node found in the store, unless this node is storing it at the
   * moment.
   */
  public void found(GrantCell cell, Snapshot snapshot) {
    if (areHeard()) {
      dispatcher.announce(cell, event(cell, snapshot, Cause.ADOPTED), false);
    }
  }

  /** Announces a token that this node has stored. */
  public void stored(GrantCell cell, Snapshot snapshot, Cause cause) {
    if (areHeard()) {
      dispatcher.announce(cell, event(cell, snapshot, cause), true);
    }
  }

  /** Announces that this node has revoked a grant. No token of this grant is announced after it. */
  public void revoked(GrantCell cell, GrantRecord.Version last) {
    if (areHeard()) {
      dispatcher.announceEnd(
          event(cell, Optional.empty(), last.grantId(), last.generation(), Cause.REVOKED));
    }
  }

  private TokenEvent event(GrantCell cell, Snapshot snapshot, Cause cause) {
    return event(
        cell, Optional.of(snapshot.token()), snapshot.grantId(), snapshot.generation(), cause);
  }

  private TokenEvent event(
      GrantCell cell, Optional<OAuthToken> token, GrantId grantId, long generation, Cause cause) {
    return TokenEvent.of(
        registration, clock.instant(), cell.principal(), token, grantId, generation, cause);
  }

  /** {@return true if a listener is bound; if not, nothing is measured} */
  public boolean areHeard() {
    return dispatcher.isHeard();
  }

  /** {@return the start time of a measurement} */
  public long begin() {
    return areHeard() ? clock.nanoTime() : 0;
  }

  /** Sends a measurement. Call it only if {@link #areHeard()} is true. */
  public void measured(String name, long begun, Map<String, String> tags) {
    dispatcher.tell(
        Measurement.of(
            registration, clock.instant(), name, tags, Duration.ofNanos(clock.nanoTime() - begun)));
  }

  /** {@return the constant in the form of a tag value} */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
