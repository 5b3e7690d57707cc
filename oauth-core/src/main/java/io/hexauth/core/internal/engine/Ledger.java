// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantDocument;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.MintedToken;
import io.hexauth.domain.lifecycle.Stored;
import io.hexauth.domain.refresh.Settlement;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.spi.CommitRequest;
import io.hexauth.ports.spi.LeaseRequest;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.ports.spi.SettleRequest;
import io.hexauth.ports.spi.StoreAnswer;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TombstoneRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The store as the engine uses it: sealed on the way in, opened on the way out, its failures typed.
 */
final class Ledger {

  private final TokenStore store;
  private final Vault vault;
  private final Guard guard;
  private final OAuthClientConfig config;
  private final OAuthClock clock;
  private final String node;

  Ledger(
      TokenStore store,
      Vault vault,
      ClientRegistrationId registration,
      OAuthClientConfig config,
      OAuthClock clock,
      String node) {
    this.store = store;
    this.vault = vault;
    this.guard = new Guard(registration);
    this.config = config;
    this.clock = clock;
    this.node = node;
  }

  LedgerAnswer find(GrantCell cell) {
    return asked(() -> store.find(cell.key()));
  }

  /** What is sealed in the record; for whoever only moves records, nothing needs to be opened. */
  Optional<Stored> open(GrantCell cell, LedgerAnswer answer) {
    return answer.record().map(record -> open(cell, record));
  }

  Stored open(GrantCell cell, GrantRecord record) {
    return new Stored(record, guard.ask(Service.CIPHER, () -> vault.open(cell, record)));
  }

  /**
   * Asks for the lease.
   *
   * @param attempt the same for a repetition of a request whose fate nobody knows, and for no other
   */
  LedgerAnswer lease(
      GrantCell cell,
      Optional<GrantRecord.Version> expected,
      Optional<GrantId> createdAs,
      String attempt) {
    var request =
        new LeaseRequest(
            cell.key(), expected, createdAs, node, attempt, config.lease(), config.hold());
    return asked(() -> store.lease(request));
  }

  LedgerAnswer commit(
      GrantCell cell, GrantRecord.Version presented, GrantDocument document, Instant now) {
    var next = new GrantRecord.Version(presented.grantId(), presented.generation() + 1);
    var request =
        new CommitRequest(
            cell.key(),
            presented,
            sealed(cell, next, document),
            latestExpiry(document),
            retention(document, now));
    return asked(() -> store.commit(request));
  }

  boolean settle(GrantCell cell, GrantRecord leased, Settlement settlement) {
    var request =
        new SettleRequest(
            cell.key(),
            leased.version(),
            leased.epoch(),
            settlement.state(),
            settlement.presentations(),
            settlement.notBefore(),
            settlement.errorCode());
    return asked(() -> store.settle(request)).done();
  }

  /** Stores a grant that comes from no lease; {@code replaced} must still be there. */
  LedgerAnswer put(
      GrantCell cell,
      GrantRecord.Version version,
      Optional<GrantRecord.Version> replaced,
      GrantDocument document,
      Instant now) {
    var request =
        new PutRequest(
            cell.key(),
            version,
            replaced,
            sealed(cell, version, document),
            latestExpiry(document),
            retention(document, now));
    return askedAgain(() -> store.put(request));
  }

  LedgerAnswer tombstone(GrantCell cell, GrantRecord.Version expected) {
    var request = new TombstoneRequest(cell.key(), expected, config.tombstoneRetention());
    return askedAgain(() -> store.tombstone(request));
  }

  private static Optional<Instant> latestExpiry(GrantDocument document) {
    return document.tokens().stream()
        .flatMap(token -> token.expiresAt().stream())
        .max(Instant::compareTo);
  }

  /**
   * How long the record is of use: as long as what renews it, else as long as its tokens, and never
   * shorter than a refresh.
   */
  private Optional<Duration> retention(GrantDocument document, Instant now) {
    Duration refresh = config.lease().plus(config.hold());
    if (document.refreshToken().isPresent()) {
      return document.refreshExpiresAt().map(end -> until(end, now).plus(refresh));
    }
    boolean endless =
        document.tokens().stream().map(MintedToken::expiresAt).anyMatch(Optional::isEmpty);
    return endless
        ? Optional.empty()
        : latestExpiry(document).map(end -> until(end, now).plus(refresh));
  }

  private static Duration until(Instant end, Instant now) {
    return now.isBefore(end) ? Duration.between(now, end) : Duration.ZERO;
  }

  private Envelope sealed(GrantCell cell, GrantRecord.Version version, GrantDocument document) {
    return guard.ask(Service.CIPHER, () -> vault.seal(cell, version, document));
  }

  private LedgerAnswer asked(Supplier<StoreAnswer> step) {
    long before = clock.nanoTime();
    StoreAnswer answer = guard.ask(Service.STORE, step);
    return new LedgerAnswer(
        answer.done(), answer.record(), new StoreMoment(answer.storeNow(), before));
  }

  /** Once more if nobody knows what became of it. */
  private LedgerAnswer askedAgain(Supplier<StoreAnswer> repeatable) {
    try {
      return asked(repeatable);
    } catch (ServiceUnavailableException unknown) {
      return asked(repeatable);
    }
  }
}
