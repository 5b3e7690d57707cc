// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import io.hexauth.core.internal.cache.CachedGrant;
import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.concurrent.Tasks;
import io.hexauth.core.internal.events.RegistrationEvents;
import io.hexauth.core.internal.refresh.IssuedGrant;
import io.hexauth.core.internal.refresh.TokenMaterializer;
import io.hexauth.core.internal.server.Revocation;
import io.hexauth.core.internal.storage.SealedTokenStore;
import io.hexauth.core.internal.storage.StoreReading;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.internal.grant.GrantedToken;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.Incident.Kind;
import io.hexauth.ports.api.TokenEvent.Cause;
import io.hexauth.ports.spi.OAuthClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the grant of an exchanged authorization code. The code cannot be used again, so a failure
 * of the store or the cipher must not end the grant. In that case, callers get the token from
 * memory, and storing is tried again. The attempts end when the grant is stored, when another node
 * has stored a newer grant or revoked this one, or when the client is closed.
 */
final class ConsentInstaller {

  private static final Logger LOG = LoggerFactory.getLogger(ConsentInstaller.class);

  /** Pause between two attempts, until operators have been told that the grant is not stored. */
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  /** Pause between two attempts after that. */
  private static final long LONG_PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final ClientRegistrationId registration;
  private final GrantInstaller installer;
  private final SealedTokenStore store;
  private final TokenMaterializer materializer;
  private final Revocation revocation;
  private final RegistrationEvents events;
  private final Tasks tasks;
  private final OAuthClock clock;
  private final Duration patience;

  /**
   * Creates the installer of one registration.
   *
   * @param patience the time after which operators are told that a grant is not stored
   */
  ConsentInstaller(
      ClientRegistrationId registration,
      GrantInstaller installer,
      SealedTokenStore store,
      TokenMaterializer materializer,
      Revocation revocation,
      RegistrationEvents events,
      Tasks tasks,
      OAuthClock clock,
      Duration patience) {
    this.registration = registration;
    this.installer = installer;
    this.store = store;
    this.materializer = materializer;
    this.revocation = revocation;
    this.events = events;
    this.tasks = tasks;
    this.clock = clock;
    this.patience = patience;
  }

  /**
   * Stores the grant. It replaces any stored grant, including one that is being refreshed. It does
   * not replace a revocation that happened after the code was sent.
   *
   * @param cell the cache entry of the token
   * @param shown the content of the store before the code was sent
   * @param granted the granted token
   * @param sent the time at which the code was sent
   * @return the stored token
   * @throws OAuthException if another node has revoked the grant, or the previous grant
   */
  Snapshot install(TokenCell cell, StoreReading shown, GrantedToken granted, long sent) {
    NewGrant grant = installer.next(cell, shown, granted, sent, Cause.GRANTED);
    StoreReading found = shown;
    for (int i = 0; i < GrantInstaller.MOST_TRIES; i++) {
      StoreReading written;
      try {
        written = installer.put(grant, found);
      } catch (OAuthException storeGone) {
        return unstored(grant);
      }
      if (written.done()) {
        return installer.stored(grant, written);
      }
      if (written.record().filter(r -> r.state() == GrantState.TOMBSTONE).isPresent()) {
        revoke(grant);
        throw installer.revoked();
      }
      found = written;
      grant = installer.next(cell, found, granted, sent, Cause.GRANTED);
    }
    return unstored(grant);
  }

  /** Revokes an issued token. Another node has revoked the grant, but did not know this token. */
  private void revoke(NewGrant grant) {
    IssuedGrant issued = grant.issued();
    revocation.quietly(issued::document);
    issued.cell().revoked(clock.nanoTime());
    grant.cell().notStoring(issued.version());
  }

  /**
   * Returns a token that is not stored yet. It is announced to listeners after it has been stored.
   */
  private Snapshot unstored(NewGrant grant) {
    IssuedGrant issued = grant.issued();
    grant.cell().unstored(true);
    grant
        .cell()
        .remember(
            new CachedGrant(
                issued.version(), issued.document(), issued.before().at(clock.nanoTime())));
    report(grant, Kind.SERVED_UNSTORED);
    new LatePut(grant, clock.nanoTime()).after(PAUSE);
    return materializer.learnUnstored(issued).orElseThrow();
  }

  private void report(NewGrant grant, Kind kind) {
    events.report(grant.cell(), kind);
  }

  /** Attempts to store a grant, one after the other. */
  private final class LatePut {

    private final NewGrant grant;
    private final long since;
    private boolean reported;

    private LatePut(NewGrant grant, long since) {
      this.grant = grant;
      this.since = since;
    }

    private void after(long pause) {
      tasks.later(pause, this::attempt);
    }

    private void attempt() {
      if (isSettled()) {
        return;
      }
      boolean early = clock.nanoTime() - since < patience.toNanos();
      if (!reported && (!early || tasks.isClosed())) {
        reported = true;
        report(grant, Kind.NOT_STORED);
        LOG.error(
            "Client registration '{}': the grant of an authorization code could not be stored in"
                + " time; repair the store before this process ends, otherwise the grant is lost",
            registration);
      }
      if (!tasks.isClosed()) {
        after(early ? PAUSE : LONG_PAUSE);
      }
    }

    private boolean isSettled() {
      try {
        StoreReading found = store.find(grant.cell());
        Optional<GrantRecord> end = found.record().filter(grant::isOver);
        if (end.isPresent()) {
          settle(end.get(), found);
          return true;
        }
        StoreReading written = grant.put(store, found);
        if (written.done()) {
          settle(written.record().orElseThrow(), written);
        }
        return written.done();
      } catch (OAuthException storeGoneAgain) {
        return false;
      }
    }

    private void settle(GrantRecord record, StoreReading shown) {
      IssuedGrant issued = grant.issued();
      GrantCell cell = grant.cell();
      cell.unstored(false);
      if (record.state() == GrantState.TOMBSTONE) {
        revoke(grant);
      } else if (record.grantId().equals(issued.version().grantId())) {
        report(grant, Kind.STORED_LATE);
        Optional<Snapshot> unused =
            materializer.learnStored(issued, shown.moment().at(clock.nanoTime()));
      }
      cell.notStoring(issued.version());
    }
  }
}
