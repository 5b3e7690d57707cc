// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * Store of pending authorizations in a table. Each authorization is a row, which is deleted when it
 * is taken. Every 64th put deletes expired rows.
 */
public final class JdbcPendingAuthorizationStore implements PendingAuthorizationStore {

  private static final Script.Kind KIND =
      new Script.Kind(
          "hexauth_pending", "V2__hexauth_pending.sql", Set.of(PendingSql.COLUMNS.split(", ")));

  private static final int PUTS_BETWEEN_CLEANUPS = 64;

  /** Rows that one clean-up deletes. More rows than 64, so that a backlog shrinks. */
  private static final int CLEANED = 1_000;

  private static final int MOST_CHANGES = 10;

  private final Table<PendingSql> table;
  private final AtomicInteger puts = new AtomicInteger();

  private JdbcPendingAuthorizationStore(Table<PendingSql> table) {
    this.table = table;
  }

  /**
   * {@return the store in the table of this name} The database is not called yet.
   *
   * @param create true to create a missing table at the first call
   * @param stepTimeout the time limit of a statement
   */
  public static JdbcPendingAuthorizationStore in(
      DataSource dataSource,
      Optional<String> schema,
      String name,
      boolean create,
      Duration stepTimeout) {
    return new JdbcPendingAuthorizationStore(
        new Table<>(
            new Connections(dataSource, stepTimeout),
            new Script(KIND, schema, name),
            create,
            PendingSql::of));
  }

  /**
   * Checks the table and its columns.
   *
   * @param patience the longest wait. If the database does not answer within it, a warning is
   *     logged
   * @throws ServiceUnavailableException if the schema, the table or a column is missing, or for
   *     another reason that a retry does not change
   */
  public void look(Duration patience) {
    FirstLook.at(table, patience);
  }

  @Override
  public boolean put(GrantKey key, Envelope pending, Duration lifetime) {
    boolean kept = isInserted(key, pending, lifetime);
    for (int i = 0; i < MOST_CHANGES && !kept && isForgotten(key); i++) {
      kept = isInserted(key, pending, lifetime);
    }
    if (puts.incrementAndGet() % PUTS_BETWEEN_CLEANUPS == 0) {
      clean();
    }
    return kept;
  }

  private boolean isInserted(GrantKey key, Envelope pending, Duration lifetime) {
    return table.step(
        (handle, sql) ->
            Table.isWritten(
                handle
                    .createUpdate(sql.put())
                    .bind("k", key.value())
                    .bind("fmt", pending.format())
                    .bind("key_id", pending.keyId())
                    .bind("ct", pending.bytes())
                    .bind("lifetime", Micros.of(lifetime)),
                SqlStates::isDuplicate));
  }

  private boolean isForgotten(GrantKey key) {
    return table.step(
        (handle, sql) -> handle.createUpdate(sql.forget()).bind("k", key.value()).execute() == 1);
  }

  private void clean() {
    try {
      table.step(
          (handle, sql) -> {
            long now = handle.createQuery(sql.clock()).map((row, c) -> row.getLong(1)).one();
            return handle
                .createUpdate(sql.clean())
                .bind("now", now)
                .bind("limit", CLEANED)
                .execute();
          });
    } catch (ServiceUnavailableException e) {
      // The new row is stored, and the next clean-up deletes expired rows.
    }
  }

  @Override
  public Optional<Envelope> take(GrantKey key) {
    return table.step(
        (handle, sql) ->
            handle
                .createQuery(sql.take())
                .bind("k", key.value())
                .map((row, context) -> taken(row))
                .findFirst()
                .flatMap(envelope -> envelope));
  }

  private static Optional<Envelope> taken(ResultSet row) throws SQLException {
    return row.getInt("is_over") == 1
        ? Optional.empty()
        : Optional.of(new Envelope(row.getInt("fmt"), row.getString("key_id"), row.getBytes("ct")));
  }
}
