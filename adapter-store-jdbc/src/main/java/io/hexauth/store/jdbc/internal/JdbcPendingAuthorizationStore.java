// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * Pending authorizations in a table: one row each, deleted when it is taken. Every 64th put deletes
 * rows whose time is over.
 */
public final class JdbcPendingAuthorizationStore implements PendingAuthorizationStore {

  private static final Script.Kind KIND =
      new Script.Kind(
          "hexauth_pending",
          "{database}/V2__hexauth_pending.sql",
          List.of("V2__hexauth_pending.sql"),
          Set.of(PendingSql.COLUMNS.split(", ")),
          Set.of());

  private static final int PUTS_BETWEEN_CLEANUPS = 64;

  /** More rows than are added between two clean-ups, so that a backlog shrinks. */
  private static final int CLEANED = 1_000;

  private static final int MOST_CHANGES = 10;

  private final Table<PendingSql> table;
  private final AtomicInteger puts = new AtomicInteger();

  private JdbcPendingAuthorizationStore(Table<PendingSql> table) {
    this.table = table;
  }

  /**
   * {@return the store in the table of this name; nothing is asked of the database yet}
   *
   * @param create whether it is created at the first step if it is missing
   * @param stepTimeout how long a statement waits for the database
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
   * Looks for the table and its columns.
   *
   * @param patience how long to wait for a database that does not answer, which is a warning
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
      // The entry is kept, and the next clean-up deletes the rows.
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
