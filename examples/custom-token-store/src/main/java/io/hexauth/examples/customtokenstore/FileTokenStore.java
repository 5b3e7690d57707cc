// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.customtokenstore;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.spi.CommitRequest;
import io.hexauth.ports.spi.LeaseRequest;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.ports.spi.SettleRequest;
import io.hexauth.ports.spi.StoreAnswer;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TombstoneRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * One file for each grant. Its clock is the wall clock of the machine, which all processes share;
 * for a grant it never goes back behind the last write.
 */
public final class FileTokenStore implements TokenStore {

  private final Directory files;
  private final OAuthClock clock;

  /**
   * A store in a directory that exists.
   *
   * @param directory on a local disk: network file systems do not keep the promises of locks and
   *     renames
   */
  public FileTokenStore(Path directory, OAuthClock clock) {
    this.files = Directory.durable(directory, ".grant");
    this.clock = clock;
  }

  @Override
  public StoreAnswer find(GrantKey key) {
    Optional<StoredGrant> stored = stored(key);
    Instant now = now(stored);
    Optional<GrantRecord> live = live(stored, now).map(StoredGrant::record);
    return new StoreAnswer(live.isPresent(), live, now);
  }

  @Override
  public StoreAnswer lease(LeaseRequest request) {
    return step(
        request.key(),
        (stored, now) -> {
          if (stored.isEmpty()) {
            return request.createdAs().map(id -> Steps.created(request, id, now));
          }
          GrantRecord record = stored.get().record();
          if (Steps.isHeldBy(record, request)) {
            return stored;
          }
          return stored
              .filter(s -> request.expected().equals(Optional.of(record.version())))
              .filter(s -> record.isLeasable(now, request.hold()))
              .map(
                  s ->
                      s.with(
                          Steps.leased(record, request, now),
                          now.plus(request.duration()).plus(request.hold())));
        });
  }

  @Override
  public StoreAnswer commit(CommitRequest request) {
    return step(
        request.key(),
        (stored, now) ->
            stored
                .filter(s -> s.record().state() != GrantState.TOMBSTONE)
                .flatMap(
                    s ->
                        Steps.isCommitOf(s.record(), request)
                            ? stored
                            : stored
                                .filter(x -> x.record().version().equals(request.expected()))
                                .map(x -> Steps.committed(x.record(), request, now))));
  }

  @Override
  public StoreAnswer settle(SettleRequest request) {
    return step(
        request.key(),
        (stored, now) ->
            stored
                .filter(s -> s.record().version().equals(request.expected()))
                .filter(s -> s.record().epoch() == request.epoch())
                .flatMap(
                    s ->
                        s.record().state() == GrantState.INTENT
                            ? Optional.of(s.with(Steps.settled(s.record(), request, now)))
                            : stored.filter(x -> x.record().state() == request.state())));
  }

  @Override
  public StoreAnswer put(PutRequest request) {
    return step(
        request.key(),
        (stored, now) -> {
          if (stored.filter(s -> Steps.isPutOf(s.record(), request)).isPresent()) {
            return stored;
          }
          boolean ended =
              stored
                  .filter(s -> s.record().state() == GrantState.TOMBSTONE)
                  .filter(s -> s.record().grantId().equals(request.version().grantId()))
                  .isPresent();
          return !ended && stored.map(s -> s.record().version()).equals(request.replaced())
              ? Optional.of(Steps.put(request, now))
              : Optional.empty();
        });
  }

  @Override
  public StoreAnswer tombstone(TombstoneRequest request) {
    return step(
        request.key(),
        (stored, now) ->
            stored
                .filter(s -> s.record().version().equals(request.expected()))
                .map(
                    s ->
                        s.record().state() == GrantState.TOMBSTONE
                            ? s
                            : Steps.tombstone(s.record(), request, now)));
  }

  /** What a step says that should be stored: as it is if it was done before, nothing to refuse. */
  private StoreAnswer step(
      GrantKey key, BiFunction<Optional<StoredGrant>, Instant, Optional<StoredGrant>> step) {
    return files.exclusively(
        key,
        () -> {
          Optional<StoredGrant> there = stored(key);
          Instant now = now(there);
          Optional<StoredGrant> before = live(there, now);
          Optional<StoredGrant> after = step.apply(before, now);
          if (after.isPresent() && !after.equals(before)) {
            files.write(key, after.get().toProperties());
          }
          return new StoreAnswer(
              after.isPresent(), after.or(() -> before).map(StoredGrant::record), now);
        });
  }

  private Optional<StoredGrant> stored(GrantKey key) {
    return files.read(key).map(file -> StoredGrant.of(key, file));
  }

  private Instant now(Optional<StoredGrant> stored) {
    Instant now = clock.instant();
    return stored.map(s -> s.record().updatedAt()).filter(now::isBefore).orElse(now);
  }

  private static Optional<StoredGrant> live(Optional<StoredGrant> stored, Instant now) {
    return stored.filter(s -> !s.isOver(now));
  }
}
