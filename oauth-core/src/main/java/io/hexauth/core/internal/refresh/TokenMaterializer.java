// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.CachedGrant;
import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.events.RegistrationEvents;
import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.internal.lifecycle.IssuedToken;
import io.hexauth.domain.internal.lifecycle.OpenedGrant;
import io.hexauth.domain.internal.lifecycle.TokenSchedule;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.RefreshSettings.Mode;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ConnectionStatus;
import io.hexauth.ports.spi.OAuthClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Converts stored tokens into tokens for callers. Times of the store's clock become times of this
 * machine's two clocks.
 */
public final class TokenMaterializer {

  private final ClientRegistration registration;
  private final RegistrationEvents events;
  private final OAuthClock clock;
  private final Duration staleness;
  private final String node;
  private final boolean renewsEarly;

  /**
   * Creates the component for one registration.
   *
   * @param renewsEarly true if a token may be refreshed before it has expired; false with a
   *     provider of the application, which is called only for an expired token
   */
  TokenMaterializer(
      ClientRegistration registration,
      RegistrationEvents events,
      OAuthClock clock,
      Duration staleness,
      String node,
      boolean renewsEarly) {
    this.registration = registration;
    this.events = events;
    this.clock = clock;
    this.staleness = staleness;
    this.node = node;
    this.renewsEarly = renewsEarly;
  }

  /** Puts a token from the store into memory. */
  public Snapshot learnFound(
      TokenCell cell, OpenedGrant found, IssuedToken issued, ClockReading moment) {
    Snapshot shown = snapshot(cell, found.record().grantId(), found.document(), issued, moment);
    boolean dead = found.record().state() == GrantState.DEAD;
    Snapshot snapshot = cell.learn(dead ? shown.refused(moment.nanoTime()) : shown);
    GrantRecord.Version version = found.record().version();
    boolean isBehind =
        cell.grant().known().filter(known -> known.version().isNewerThan(version)).isPresent();
    if (!isBehind) { // a newer token in memory is announced after it was stored
      events.found(cell.grant(), snapshot);
    }
    return snapshot;
  }

  /**
   * Puts a token that this node has stored into memory. The store may have changed since; a later
   * read shows this.
   */
  public Optional<Snapshot> learnStored(IssuedGrant issued, ClockReading moment) {
    GrantCell grant = issued.cell().grant();
    grant.remember(new CachedGrant(issued.version(), issued.document(), moment));
    Optional<Snapshot> snapshot = learn(issued, moment);
    snapshot.ifPresent(s -> events.stored(grant, s, issued.cause()));
    return snapshot;
  }

  /**
   * Puts a token that is not stored yet into memory. It is not announced, because it could be lost.
   */
  public Optional<Snapshot> learnUnstored(IssuedGrant issued) {
    return learn(issued, issued.before());
  }

  private Optional<Snapshot> learn(IssuedGrant issued, ClockReading moment) {
    return issued.token().map(token -> learn(issued, token, moment));
  }

  private Snapshot learn(IssuedGrant issued, IssuedToken token, ClockReading moment) {
    Snapshot snapshot =
        snapshot(issued.cell(), issued.version().grantId(), issued.document(), token, moment);
    return issued.cell().accepts(token) ? issued.cell().learn(snapshot) : snapshot;
  }

  private Snapshot snapshot(
      TokenCell cell,
      GrantId grantId,
      GrantDocument document,
      IssuedToken issued,
      ClockReading moment) {
    TokenSchedule schedule = schedule(cell.grant(), issued, moment.store());
    boolean beforehand = renewsEarly && registration.refresh().mode() == Mode.AUTOMATIC;
    return Snapshot.of(
        token(document, issued, moment.store()),
        cell,
        grantId,
        issued.generation(),
        beforehand ? schedule : new TokenSchedule(schedule.expired(), schedule.expired()),
        moment.nanoTime(),
        wall(moment),
        staleness.toNanos() - (long) (staleness.toNanos() * jitter(cell.grant()) / 5));
  }

  private long wall(ClockReading moment) {
    return clock.currentTimeMillis() - moment.until(clock.nanoTime()).toMillis();
  }

  TokenSchedule schedule(GrantCell grant, IssuedToken issued, Instant storeNow) {
    Optional<Instant> end =
        issued
            .expiresAt()
            .or(() -> registration.refresh().defaultLifetime().map(issued.issuedAt()::plus));
    return TokenSchedule.of(
        end.map(e -> Duration.between(issued.issuedAt(), e)),
        Duration.between(issued.issuedAt(), storeNow),
        registration.refresh().clockSkew(),
        jitter(grant));
  }

  /** {@return the status of a grant that can be used} */
  ConnectionStatus connected(TokenCell cell, GrantDocument document, Instant storeNow) {
    Optional<Instant> end = cell.in(document).flatMap(IssuedToken::expiresAt);
    return ConnectionStatus.connected()
        .withScopes(document.granted())
        .withExpiresAt(here(end, storeNow))
        .withRefreshExpiresAt(here(document.refreshExpiresAt(), storeNow));
  }

  /** Converts an instant of the store's clock to this machine's clock. */
  private Optional<Instant> here(Optional<Instant> end, Instant storeNow) {
    return end.map(e -> clock.instant().plus(Duration.between(storeNow, e)));
  }

  OAuthToken token(GrantDocument document, IssuedToken issued, Instant storeNow) {
    return OAuthToken.builder(issued.accessToken())
        .tokenType(issued.tokenType())
        .expiresAt(here(issued.expiresAt(), storeNow))
        .refreshToken(document.refreshToken())
        .idToken(issued.idToken())
        .scopes(issued.scopes())
        .additional(issued.additional())
        .build();
  }

  /**
   * Returns the jitter of a grant. It is constant on one node, and differs between grants and
   * between nodes.
   */
  private double jitter(GrantCell grant) {
    int hash = 31 * grant.key().hashCode() + node.hashCode();
    return Math.floorMod(hash, 1_000) / 1_000.0;
  }
}
