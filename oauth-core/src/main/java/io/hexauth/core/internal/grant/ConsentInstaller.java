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
 * Stores the grant of an exchanged code. The code is spent, so a store or a cipher that fails does
 * not end the grant: it is served from memory and tried again until it is stored, until another
 * node has stored a newer grant or revoked this one, or until the client closes.
 */
final class ConsentInstaller {

  private static final Logger LOG = LoggerFactory.getLogger(ConsentInstaller.class);

  /** Between two tries, until operators are told that the grant is not stored. */
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  /** Between two tries afterwards. */
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
   * @param patience after which operators are told that a grant is not stored
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
   * Stores the grant, whatever is stored: the newer one wins over a refresh that is under way. Only
   * a revocation since the code was sent wins over the grant.
   *
   * @param shown what the store had before the code was sent
   * @param sent when the code was sent
   * @throws OAuthException if another node has revoked the grant, or the one before it
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

  /** An issued token must not outlive a revocation by another node, which did not know it. */
  private void revoke(NewGrant grant) {
    IssuedGrant issued = grant.issued();
    revocation.quietly(issued::document);
    issued.cell().revoked(clock.nanoTime());
    grant.cell().notStoring(issued.version());
  }

  /** The degraded mode: handed out, and announced once it is stored. */
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

  /** Tries, one after the other. */
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
