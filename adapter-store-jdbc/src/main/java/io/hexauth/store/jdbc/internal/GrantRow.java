// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.lifecycle.Lease;
import io.hexauth.ports.spi.StoreAnswer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of grants, or that there is none, and the clock of the database.
 *
 * @param written whether the statement that answers with it has written it
 * @param record unless there is none, or its retention is over
 * @param over whether there is a row whose retention is over
 * @param now the clock
 */
record GrantRow(boolean written, Optional<GrantRecord> record, boolean over, Instant now) {

  static final String COLUMNS =
      "k, grant_id, gen, epoch, state, attempt, owner, attempt_id, lease_until, not_before,"
          + " err_code, fmt, key_id, ct, access_exp, created_at, updated_at";

  /** {@return what a statement answers that reads {@link #COLUMNS} and what goes with them} */
  static GrantRow read(ResultSet row) throws SQLException {
    boolean over = row.getInt("is_over") == 1;
    Optional<GrantRecord> record =
        over || row.getString("k") == null ? Optional.empty() : Optional.of(record(row));
    return new GrantRow(
        row.getInt("written") > 0, record, over, Micros.instant(row.getLong("store_now")));
  }

  static GrantRecord record(ResultSet row) throws SQLException {
    int format = row.getInt("fmt");
    String keyId = row.getString("key_id");
    try {
      return new GrantRecord(
          new GrantKey(row.getString("k")),
          new GrantId(row.getString("grant_id")),
          row.getLong("gen"),
          row.getLong("epoch"),
          state(row.getString("state"), format, keyId),
          row.getInt("attempt"),
          lease(row),
          instant(row, "not_before"),
          Optional.ofNullable(row.getString("err_code")).flatMap(OAuthErrorCode::parse),
          envelope(format, keyId, row.getBytes("ct")),
          instant(row, "access_exp"),
          Micros.instant(row.getLong("created_at")),
          Micros.instant(row.getLong("updated_at")));
    } catch (IllegalArgumentException e) {
      throw StoreProblems.unreadable(format, keyId, "a clear column is damaged");
    }
  }

  private static GrantState state(String name, int format, @Nullable String keyId) {
    return Stream.of(GrantState.values())
        .filter(state -> state.name().equals(name))
        .findFirst()
        .orElseThrow(() -> StoreProblems.unreadable(format, keyId, "its state is not known here"));
  }

  private static Optional<Lease> lease(ResultSet row) throws SQLException {
    Optional<Instant> until = instant(row, "lease_until");
    String owner = row.getString("owner");
    String attempt = row.getString("attempt_id");
    return until.map(instant -> new Lease(text(owner), text(attempt), instant));
  }

  private static String text(@Nullable String column) {
    if (column == null) {
      throw new IllegalArgumentException("A lease belongs to somebody");
    }
    return column;
  }

  private static Optional<Envelope> envelope(
      int format, @Nullable String keyId, byte @Nullable [] bytes) {
    return bytes == null ? Optional.empty() : Optional.of(new Envelope(format, text(keyId), bytes));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    long micros = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Micros.instant(micros));
  }

  /** {@return what a statement answers, if it answers with a row} */
  static Optional<GrantRow> of(Query query, GrantKey key) {
    return query.bind("k", key.value()).map((row, context) -> read(row)).findFirst();
  }

  static GrantRow find(Handle handle, GrantSql sql, GrantKey key) {
    return of(handle.createQuery(sql.find()), key).orElseThrow();
  }

  /** {@return the answer: done if this statement, or an earlier one like it, has written it} */
  StoreAnswer answer(Predicate<GrantRecord> isDone) {
    return new StoreAnswer(written || record.filter(isDone).isPresent(), record, now);
  }
}
