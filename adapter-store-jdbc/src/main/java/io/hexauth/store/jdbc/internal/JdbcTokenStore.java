// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantRecord.Version;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.spi.CommitRequest;
import io.hexauth.ports.spi.LeaseRequest;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.ports.spi.SettleRequest;
import io.hexauth.ports.spi.StoreAnswer;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TombstoneRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Grants in a table: one row each, changed by compare-and-set. A step that was refused reads what
 * is there, and answers as done if it finds its own doing.
 */
public final class JdbcTokenStore implements TokenStore {

  /** What never got a token is forgotten: names that somebody made up must not fill the table. */
  private static final Duration UNUSED_KEPT = Duration.ofHours(1);

  /** Between a refused insert and the look at the row, the row may go, and come back. */
  private static final int MOST_CHANGES = 10;

  private final Table<GrantSql> table;

  /** The store on this table. */
  public JdbcTokenStore(GrantTable grants) {
    this.table = grants.table();
  }

  @Override
  public StoreAnswer find(GrantKey key) {
    Objects.requireNonNull(key, "key");
    return found(key).answer(record -> true);
  }

  @Override
  public StoreAnswer lease(LeaseRequest request) {
    GrantKey key = request.key();
    Predicate<GrantRecord> isHeld = record -> isHeldBy(record, request);
    if (request.expected().isPresent()) {
      Version version = request.expected().get();
      StoreAnswer answer =
          write(
              GrantSql::lease,
              key,
              isHeld,
              query -> leased(of(query, version), request).bind("hold", Micros.of(request.hold())));
      if (answer.record().isPresent() || request.createdAs().isEmpty()) {
        return answer;
      }
    }
    return request
        .createdAs()
        .map(
            id ->
                insert(
                    GrantSql::create,
                    key,
                    isHeld,
                    query ->
                        leased(query, request)
                            .bind("grant", id.value())
                            .bind("retention", unusedKept(request))))
        .orElseGet(() -> found(key).answer(isHeld));
  }

  private static Query leased(Query query, LeaseRequest request) {
    return query
        .bind("owner", request.owner())
        .bind("attempt_id", request.attemptId())
        .bind("lease", Micros.of(request.duration()));
  }

  private static long unusedKept(LeaseRequest request) {
    return Math.max(
        Micros.of(UNUSED_KEPT), Micros.of(request.duration()) + Micros.of(request.hold()));
  }

  private static boolean isHeldBy(GrantRecord record, LeaseRequest request) {
    return record.state() == GrantState.INTENT
        && record.lease().filter(l -> l.attemptId().equals(request.attemptId())).isPresent();
  }

  @Override
  public StoreAnswer commit(CommitRequest request) {
    Version next = new Version(request.expected().grantId(), request.expected().generation() + 1);
    return write(
        GrantSql::commit,
        request.key(),
        record ->
            record.version().equals(next)
                && record.envelope().filter(request.envelope()::equals).isPresent(),
        query ->
            document(
                of(query, request.expected()),
                request.envelope(),
                request.accessExpiresAt(),
                request.retention()));
  }

  @Override
  public StoreAnswer settle(SettleRequest request) {
    boolean intent = request.state() == GrantState.INTENT;
    return write(
        intent ? GrantSql::settleIntent : GrantSql::settle,
        request.key(),
        record ->
            !intent
                && record.version().equals(request.expected())
                && record.epoch() == request.epoch()
                && record.state() == request.state(),
        query ->
            of(query, request.expected())
                .bind("epoch", request.epoch())
                .bind("state", request.state().name())
                .bind("uncounted", 1 - request.presentations())
                .bind("pause", pause(request.notBefore()))
                .bind("err_code", request.errorCode().map(c -> c.value()).orElse(null)));
  }

  private static @Nullable Long pause(Duration notBefore) {
    return notBefore.isZero() ? null : Long.valueOf(Micros.of(notBefore));
  }

  @Override
  public StoreAnswer put(PutRequest request) {
    Version version = request.version();
    Predicate<GrantRecord> isDone =
        record ->
            record.grantId().equals(version.grantId())
                && record.generation() >= version.generation();
    UnaryOperator<Query> binding =
        query ->
            document(
                query
                    .bind("new_grant", version.grantId().value())
                    .bind("new_gen", version.generation()),
                request.envelope(),
                request.accessExpiresAt(),
                request.retention());
    return request
        .replaced()
        .map(
            replaced ->
                write(
                    GrantSql::replace,
                    request.key(),
                    isDone,
                    query -> binding.apply(of(query, replaced))))
        .orElseGet(() -> insert(GrantSql::place, request.key(), isDone, binding));
  }

  @Override
  public StoreAnswer tombstone(TombstoneRequest request) {
    return write(
        GrantSql::tombstone,
        request.key(),
        record ->
            record.version().equals(request.expected()) && record.state() == GrantState.TOMBSTONE,
        query -> of(query, request.expected()).bind("retention", Micros.of(request.retention())));
  }

  private static Query of(Query query, Version version) {
    return query.bind("grant", version.grantId().value()).bind("gen", version.generation());
  }

  private static Query document(
      Query query,
      Envelope envelope,
      Optional<Instant> accessExpiresAt,
      Optional<Duration> retention) {
    return query
        .bind("fmt", envelope.format())
        .bind("key_id", envelope.keyId())
        .bind("ct", envelope.bytes())
        .bind("access_exp", accessExpiresAt.map(Micros::of).orElse(null))
        .bind("retention", retention.map(Micros::of).orElse(null));
  }

  private GrantRow found(GrantKey key) {
    return table.step((handle, sql) -> GrantRow.find(handle, sql, key));
  }

  /** One statement; what it has not written is read after it, where it cannot say it itself. */
  private StoreAnswer write(
      Function<GrantSql, String> statement,
      GrantKey key,
      Predicate<GrantRecord> isDone,
      UnaryOperator<Query> binding) {
    return table
        .step(
            (handle, sql) ->
                GrantRow.of(binding.apply(handle.createQuery(statement.apply(sql))), key)
                    .orElseGet(() -> GrantRow.find(handle, sql, key)))
        .answer(isDone);
  }

  private StoreAnswer insert(
      Function<GrantSql, String> statement,
      GrantKey key,
      Predicate<GrantRecord> isDone,
      UnaryOperator<Query> binding) {
    GrantRow row = inserted(statement, key, binding);
    for (int i = 0; i < MOST_CHANGES && !row.written() && row.record().isEmpty(); i++) {
      if (row.over()) {
        table.step(
            (handle, sql) -> handle.createUpdate(sql.forget()).bind("k", key.value()).execute());
      }
      row = inserted(statement, key, binding);
    }
    return row.answer(isDone);
  }

  private GrantRow inserted(
      Function<GrantSql, String> statement, GrantKey key, UnaryOperator<Query> binding) {
    return table.step(
        (handle, sql) ->
            Table.unlessDuplicate(
                    () -> GrantRow.of(binding.apply(handle.createQuery(statement.apply(sql))), key))
                .orElseGet(() -> GrantRow.find(handle, sql, key)));
  }
}
