// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.refresh.IssuedGrant;
import io.hexauth.core.internal.refresh.TokenMaterializer;
import io.hexauth.core.internal.storage.SealedTokenStore;
import io.hexauth.core.internal.storage.StoreReading;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.internal.grant.GrantedToken;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.internal.lifecycle.OpenedGrant;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.SizeLimits;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.TokenEvent.Cause;
import io.hexauth.ports.spi.OAuthClock;
import java.time.Instant;
import java.util.Optional;

/**
 * Stores grants that did not come from a refresh: a new consent, or a token that an application
 * hands in.
 */
final class GrantInstaller {

  /** Each further try follows a write of another node. */
  static final int MOST_TRIES = 20;

  private final ClientRegistrationId registration;
  private final SealedTokenStore store;
  private final TokenMaterializer materializer;
  private final OAuthClock clock;
  private final RandomSource random;
  private final SizeLimits limits;

  GrantInstaller(
      ClientRegistrationId registration,
      SealedTokenStore store,
      TokenMaterializer materializer,
      OAuthClock clock,
      RandomSource random,
      SizeLimits limits) {
    this.registration = registration;
    this.store = store;
    this.materializer = materializer;
    this.clock = clock;
    this.random = random;
    this.limits = limits;
  }

  /**
   * Makes sure that there is a place for a grant, before something is spent on getting it.
   *
   * @return what is stored
   * @throws OAuthException if the store does not answer, or has a record that must not be replaced
   */
  StoreReading look(TokenCell cell) {
    StoreReading found = store.find(cell.grant());
    GrantId unused = idAfter(found.record());
    return found;
  }

  /** Stores a grant, whatever is stored: the newer one wins over a refresh that is under way. */
  Snapshot install(TokenCell cell, GrantedToken granted, long obtained, Cause cause) {
    for (int i = 0; i < MOST_TRIES; i++) {
      StoreReading found = store.find(cell.grant());
      Optional<Snapshot> put = put(cell, found, granted, obtained, cause);
      if (put.isPresent()) {
        return put.get();
      }
    }
    throw restless();
  }

  /**
   * Stores a token of the application's, unless there is a grant.
   *
   * @return what is current now; empty if there is a grant that has no token for this access yet
   */
  Optional<Snapshot> adopt(TokenCell cell, OAuthToken token) {
    for (int i = 0; i < MOST_TRIES; i++) {
      StoreReading found = store.find(cell.grant());
      Optional<GrantRecord> record = found.record();
      refuseIfRevoked(found);
      boolean live =
          record.filter(r -> r.generation() > 0 && r.state() != GrantState.DEAD).isPresent();
      if (live) {
        OpenedGrant stored = store.open(cell.grant(), found).orElseThrow();
        return cell.in(stored.document())
            .map(known -> materializer.learnFound(cell, stored, known, found.moment()));
      }
      Optional<Snapshot> put =
          put(
              cell,
              found,
              GrantedToken.of(token, cell.access(), clock.instant()),
              clock.nanoTime(),
              Cause.ADOPTED);
      if (put.isPresent()) {
        return put;
      }
    }
    throw restless();
  }

  private void refuseIfRevoked(StoreReading shown) {
    if (shown.record().filter(r -> r.state() == GrantState.TOMBSTONE).isPresent()) {
      throw revoked();
    }
  }

  /** {@return the failure of callers whose grant was revoked meanwhile} */
  ReauthorizationRequiredException revoked() {
    return new ReauthorizationRequiredException(registration, Reason.REVOKED, Optional.empty());
  }

  private ServiceUnavailableException restless() {
    return new ServiceUnavailableException(
        registration,
        Service.STORE,
        "the record changed during each attempt to write it",
        true,
        Optional.empty(),
        null);
  }

  private Optional<Snapshot> put(
      TokenCell cell, StoreReading found, GrantedToken granted, long obtained, Cause cause) {
    NewGrant grant = next(cell, found, granted, obtained, cause);
    try {
      StoreReading written = put(grant, found);
      return written.done() ? Optional.of(stored(grant, written)) : Optional.empty();
    } finally {
      cell.grant().notStoring(grant.issued().version());
    }
  }

  /** The grant that takes the place of what was found. */
  NewGrant next(
      TokenCell cell, StoreReading found, GrantedToken granted, long obtained, Cause cause) {
    // Later than what it replaces, so that no node takes it for something that the store has lost.
    var version = new GrantRecord.Version(idAfter(found.record()), 1);
    GrantDocument document =
        GrantDocument.empty()
            .with(cell.access(), granted, 1, found.moment().earliest().at(obtained).store())
            .within(limits);
    return new NewGrant(
        new IssuedGrant(cell, version, document, cause, found.moment()), found.record());
  }

  /** Stores a grant in place of what was found; not done if there is something else now. */
  StoreReading put(NewGrant grant, StoreReading found) {
    grant.cell().storing(grant.issued().version());
    return grant.put(store, found);
  }

  /** A grant that is stored, in memory and announced. */
  Snapshot stored(NewGrant grant, StoreReading written) {
    refuseIfRevoked(written); // By another node, before this one heard that it was written.
    // As of now: a look that was under way meanwhile may have seen what this replaced.
    Snapshot snapshot =
        materializer
            .learnStored(grant.issued(), written.moment().at(clock.nanoTime()))
            .orElseThrow();
    grant.cell().notStoring(grant.issued().version());
    return snapshot;
  }

  private GrantId idAfter(Optional<GrantRecord> replaced) {
    Instant now = clock.instant();
    if (replaced.isEmpty()) {
      return random.grantId(now);
    }
    GrantRecord record = replaced.get();
    return random
        .grantIdAfter(record.grantId(), now)
        .orElseThrow(
            () ->
                new UnreadableRecordException(
                    registration,
                    record.envelope().map(Envelope::format).orElse(0),
                    record.envelope().map(Envelope::keyId).orElse(""),
                    "its grant id is the highest possible one, which Hexauth never writes; delete"
                        + " the record"));
  }
}
