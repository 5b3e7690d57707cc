// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.storage;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.events.RegistrationEvents;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.internal.lifecycle.IssuedToken;
import io.hexauth.domain.internal.lifecycle.OpenedGrant;
import io.hexauth.domain.internal.refresh.FailureRecord;
import io.hexauth.domain.internal.refresh.GrantTransitions;
import io.hexauth.domain.internal.refresh.LeaseTerms;
import io.hexauth.domain.internal.refresh.SealedCredential;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Token store with encryption: documents are encrypted before they are stored and decrypted after
 * they are read. Times come from the configuration, and failures become exceptions of Hexauth.
 */
public final class SealedTokenStore {

  private final GrantStore grants;
  private final GrantSealer sealer;
  private final Guard guard;
  private final OAuthClientConfig config;
  private final String node;
  private final Optional<Duration> leaseRequest;

  /** Creates the component for the grants of one registration. */
  SealedTokenStore(
      GrantStore grants,
      GrantSealer sealer,
      RegistrationEvents events,
      OAuthClientConfig config,
      String node) {
    this.grants = grants;
    this.sealer = sealer;
    this.guard = new Guard(events);
    this.config = config;
    this.node = node;
    this.leaseRequest = Optional.of(config.lease().dividedBy(4));
  }

  /** {@return the stored record, and the time of the store's clock} */
  public StoreReading find(GrantCell cell) {
    return grants.find(cell.key());
  }

  /** Returns the record with its decrypted document. */
  public Optional<OpenedGrant> open(GrantCell cell, StoreReading answer) {
    return answer.record().map(record -> open(cell, record));
  }

  /** {@return the record with its decrypted document} */
  public OpenedGrant open(GrantCell cell, GrantRecord record) {
    return new OpenedGrant(record, guard.cipher(() -> sealer.open(cell, record)));
  }

  /**
   * Requests the lease. A request that arrives after a quarter of the lease is refused, because it
   * would be useless and only block other nodes.
   *
   * @param attempt the unique identifier of this request
   */
  public StoreReading lease(
      GrantCell cell,
      Optional<StoreReading> known,
      Optional<GrantRecord.Version> expected,
      Optional<GrantId> createdAs,
      String attempt) {
    var terms = new LeaseTerms(expected, createdAs, node, attempt, config.lease(), config.hold());
    return grants.apply(
        cell.key(),
        known,
        leaseRequest,
        (record, time) -> GrantTransitions.lease(record, cell.key(), terms, time));
  }

  /**
   * Encrypts a document, once for all attempts to store it.
   *
   * @param commitId the unique identifier of this write
   * @param now the time of the store's clock
   */
  public SealedCredential seal(
      GrantCell cell,
      GrantRecord.Version version,
      GrantDocument document,
      String commitId,
      Instant now) {
    return new SealedCredential(
        guard.cipher(() -> sealer.seal(cell, version, document)),
        commitId,
        latestExpiry(document),
        retention(document, now));
  }

  /** Stores a new generation after the one whose refresh token was sent. */
  public StoreReading commit(
      GrantCell cell,
      Optional<StoreReading> known,
      GrantRecord.Version presented,
      SealedCredential credential) {
    return grants.apply(
        cell.key(),
        known,
        (record, time) -> GrantTransitions.commit(record, presented, credential, time));
  }

  /** {@return true if the failure has been stored} */
  public boolean settle(
      GrantCell cell, Optional<StoreReading> known, GrantRecord leased, FailureRecord failure) {
    return grants
        .apply(
            cell.key(),
            known,
            (record, time) -> GrantTransitions.settle(record, leased, failure, time))
        .done();
  }

  /** Stores a grant without a lease. The record {@code replaced} must still be stored. */
  public StoreReading put(
      GrantCell cell,
      Optional<StoreReading> known,
      GrantRecord.Version version,
      Optional<GrantRecord> replaced,
      SealedCredential credential) {
    return grants.apply(
        cell.key(),
        known,
        (record, time) ->
            GrantTransitions.put(record, cell.key(), version, replaced, credential, time));
  }

  /** Ends a grant, if it has not changed since the caller read it. */
  public StoreReading tombstone(
      GrantCell cell, Optional<StoreReading> known, GrantRecord.Version expected) {
    return grants.apply(
        cell.key(),
        known,
        (record, time) ->
            GrantTransitions.tombstone(record, expected, config.tombstoneRetention(), time));
  }

  private static Optional<Instant> latestExpiry(GrantDocument document) {
    return document.tokens().stream()
        .flatMap(token -> token.expiresAt().stream())
        .max(Instant::compareTo);
  }

  /**
   * Returns the time for which the record is kept: as long as its refresh token or its access
   * tokens are valid, and at least as long as a refresh can take.
   */
  private Optional<Duration> retention(GrantDocument document, Instant now) {
    Duration refresh = config.lease().plus(config.hold());
    boolean endless =
        document.refreshToken().isPresent()
            ? document.refreshExpiresAt().isEmpty()
            : document.tokens().stream().map(IssuedToken::expiresAt).anyMatch(Optional::isEmpty);
    return endless
        ? Optional.empty()
        : Stream.concat(document.refreshExpiresAt().stream(), latestExpiry(document).stream())
            .max(Instant::compareTo)
            .map(end -> until(end, now).plus(refresh));
  }

  private static Duration until(Instant end, Instant now) {
    return now.isBefore(end) ? Duration.between(now, end) : Duration.ZERO;
  }
}
