// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.CachedGrant;
import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.events.TokenEventDispatcher;
import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.domain.lifecycle.GrantDocument;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.lifecycle.IssuedToken;
import io.hexauth.domain.lifecycle.OpenedGrant;
import io.hexauth.domain.lifecycle.TokenSchedule;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.RefreshSettings.Mode;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.spi.OAuthClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What was stored, turned into what is handed out: from the store's clock to this machine's two.
 */
public final class TokenMaterializer {

  private final ClientRegistration registration;
  private final TokenEventDispatcher announcer;
  private final OAuthClock clock;
  private final Duration staleness;
  private final String node;
  private final boolean renewsEarly;

  /**
   * @param renewsEarly whether a token may be renewed before it has expired; a provider of the
   *     application's is not to be asked earlier
   */
  public TokenMaterializer(
      ClientRegistration registration,
      TokenEventDispatcher announcer,
      OAuthClock clock,
      Duration staleness,
      String node,
      boolean renewsEarly) {
    this.registration = registration;
    this.announcer = announcer;
    this.clock = clock;
    this.staleness = staleness;
    this.node = node;
    this.renewsEarly = renewsEarly;
  }

  /** A token that was found in the store. */
  public Snapshot learnFound(
      TokenCell cell, OpenedGrant found, IssuedToken minted, ClockReading moment) {
    Snapshot shown = snapshot(cell, found.record().grantId(), found.document(), minted, moment);
    boolean dead = found.record().state() == GrantState.DEAD;
    Snapshot snapshot = dead ? shown.refused(moment.nanoTime()) : shown;
    cell.learn(snapshot);
    GrantRecord.Version version = found.record().version();
    boolean isBehind =
        cell.grant().known().filter(known -> known.version().isNewerThan(version)).isPresent();
    if (!isBehind) { // What memory has and the store has not yet is announced once it is stored.
      announcer.announceFound(registration.id(), cell.grant(), snapshot);
    }
    return snapshot;
  }

  /** A token that this node has stored; what the store has made of it since is for a look. */
  public Optional<Snapshot> learnStored(IssuedGrant minted, ClockReading moment) {
    GrantCell grant = minted.cell().grant();
    grant.remember(new CachedGrant(minted.version(), minted.document(), moment));
    Optional<Snapshot> snapshot = learn(minted, moment);
    snapshot.ifPresent(s -> announcer.announceStored(registration.id(), grant, s, minted.origin()));
    return snapshot;
  }

  /** The degraded mode: handed out, but not announced, for it is not durable. */
  Optional<Snapshot> learnUnstored(IssuedGrant minted) {
    return learn(minted, minted.before());
  }

  private Optional<Snapshot> learn(IssuedGrant minted, ClockReading moment) {
    return minted.token().map(token -> learn(minted, token, moment));
  }

  private Snapshot learn(IssuedGrant minted, IssuedToken token, ClockReading moment) {
    Snapshot snapshot =
        snapshot(minted.cell(), minted.version().grantId(), minted.document(), token, moment);
    if (minted.cell().accepts(token)) {
      minted.cell().learn(snapshot);
    }
    return snapshot;
  }

  private Snapshot snapshot(
      TokenCell cell,
      GrantId grantId,
      GrantDocument document,
      IssuedToken minted,
      ClockReading moment) {
    TokenSchedule schedule = schedule(cell.grant(), minted, moment.store());
    boolean beforehand = renewsEarly && registration.refresh().mode() == Mode.AUTOMATIC;
    return Snapshot.of(
        token(document, minted, moment.store()),
        grantId,
        minted.generation(),
        beforehand ? schedule : new TokenSchedule(schedule.expired(), schedule.expired()),
        moment.nanoTime(),
        wall(moment),
        staleness.toNanos() - (long) (staleness.toNanos() * jitter(cell.grant()) / 5));
  }

  private long wall(ClockReading moment) {
    return clock.currentTimeMillis() - moment.until(clock.nanoTime()).toMillis();
  }

  TokenSchedule schedule(GrantCell grant, IssuedToken minted, Instant storeNow) {
    Optional<Instant> end =
        minted
            .expiresAt()
            .or(() -> registration.refresh().defaultLifetime().map(minted.issuedAt()::plus));
    return TokenSchedule.of(
        end.map(e -> Duration.between(minted.issuedAt(), e)),
        Duration.between(minted.issuedAt(), storeNow),
        registration.refresh().clockSkew(),
        jitter(grant));
  }

  OAuthToken token(GrantDocument document, IssuedToken minted, Instant storeNow) {
    Instant now = clock.instant();
    return OAuthToken.builder(minted.accessToken())
        .tokenType(minted.tokenType())
        .expiresAt(minted.expiresAt().map(end -> now.plus(Duration.between(storeNow, end))))
        .refreshToken(document.refreshToken())
        .idToken(minted.idToken())
        .scopes(minted.scopes())
        .additional(minted.additional())
        .build();
  }

  /** The same for a grant on a node every time, different between grants and between nodes. */
  private double jitter(GrantCell grant) {
    int hash = 31 * grant.key().hashCode() + node.hashCode();
    return Math.floorMod(hash, 1_000) / 1_000.0;
  }
}
