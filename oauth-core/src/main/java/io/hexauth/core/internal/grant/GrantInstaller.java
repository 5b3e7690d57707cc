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

/** Stores grants that do not come from a refresh: a new consent, or an imported token. */
final class GrantInstaller {

  /**
   * Limit on attempts. Each further attempt means that another node has written in the meantime.
   */
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
   * Checks that a grant can be stored, before a code or another credential is spent to get it.
   *
   * @return the content of the store
   * @throws OAuthException if the store does not answer, or has a record that must not be replaced
   */
  StoreReading look(TokenCell cell) {
    StoreReading found = store.find(cell.grant());
    GrantId unused = idAfter(found.record());
    return found;
  }

  /** Stores a grant. It replaces any stored grant, including one that is being refreshed. */
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
   * Stores an imported token, unless there is a grant.
   *
   * @return the current token; empty if there is a grant that has no token for this access yet
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

  /** {@return the exception for callers whose grant was revoked in the meantime} */
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

  /** Returns the grant that replaces the stored one. */
  NewGrant next(
      TokenCell cell, StoreReading found, GrantedToken granted, long obtained, Cause cause) {
    // The new id is greater than the stored one. Otherwise, another node could restore the old
    // grant.
    var version = new GrantRecord.Version(idAfter(found.record()), 1);
    GrantDocument document =
        GrantDocument.empty()
            .with(cell.access(), granted, 1, found.moment().earliest().at(obtained).store())
            .within(limits);
    return new NewGrant(
        new IssuedGrant(cell, version, document, cause, found.moment()), found.record());
  }

  /** Stores a grant in place of the stored one. Has no effect if the stored grant has changed. */
  StoreReading put(NewGrant grant, StoreReading found) {
    grant.cell().storing(grant.issued().version());
    return grant.put(store, found);
  }

  /** Puts a stored grant into memory, and announces it. */
  Snapshot stored(NewGrant grant, StoreReading written) {
    refuseIfRevoked(written); // by another node, before this write was confirmed
    // With the current time, because a read that ran at the same time may have returned the
    // replaced grant.
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
