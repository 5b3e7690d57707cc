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
 * The store as the engine uses it: documents sealed on the way in and opened on the way out, times
 * from the configuration, failures typed.
 */
public final class SealedTokenStore {

  private final GrantStore grants;
  private final GrantSealer sealer;
  private final Guard guard;
  private final OAuthClientConfig config;
  private final String node;
  private final Optional<Duration> leaseRequest;

  /** Grants of one registration. */
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

  /** {@return the stored record, and the clock of the store} */
  public StoreReading find(GrantCell cell) {
    return grants.find(cell.key());
  }

  /** The document of a record that was found. */
  public Optional<OpenedGrant> open(GrantCell cell, StoreReading answer) {
    return answer.record().map(record -> open(cell, record));
  }

  /** {@return a record with its document} */
  public OpenedGrant open(GrantCell cell, GrantRecord record) {
    return new OpenedGrant(record, guard.cipher(() -> sealer.open(cell, record)));
  }

  /**
   * Asks for the lease. A request that arrives after a quarter of it is of no use any more, and
   * would only keep other nodes away.
   *
   * @param attempt tells this request from every other
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
   * Seals a document, once for all tries to store it.
   *
   * @param commitId tells this write from every other
   * @param now the store's clock
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

  /** Stores a new generation on the one that was presented. */
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

  /** {@return whether the failure is written down} */
  public boolean settle(
      GrantCell cell, Optional<StoreReading> known, GrantRecord leased, FailureRecord failure) {
    return grants
        .apply(
            cell.key(),
            known,
            (record, time) -> GrantTransitions.settle(record, leased, failure, time))
        .done();
  }

  /** Stores a grant that comes from no lease; {@code replaced} must still be there. */
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

  /** Ends a grant, if it is still what the caller has seen. */
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
   * Returns the time for which the record is of use: as long as what renews it and as its tokens,
   * and never shorter than a refresh.
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
