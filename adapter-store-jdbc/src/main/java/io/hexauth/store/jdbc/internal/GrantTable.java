// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** The table of grants: shared by the store and its maintenance. Thread-safe. */
public final class GrantTable {

  static final Script.Kind KIND =
      new Script.Kind(
          "hexauth_grant",
          "create/{database}/hexauth_grant.sql",
          List.of("V1__hexauth_grant.sql", "V3__hexauth_grant_revision.sql"),
          Set.of(GrantRow.COLUMNS.split(", ")),
          Set.of("rev", "layout", "commit_id", "extra"));

  private final Table<GrantSql> table;

  private GrantTable(Table<GrantSql> table) {
    this.table = table;
  }

  /**
   * {@return the table of this name; nothing is asked of the database yet}
   *
   * @param create whether it is created at the first step if it is missing
   * @param stepTimeout how long a statement waits for the database
   */
  public static GrantTable in(
      DataSource dataSource,
      Optional<String> schema,
      String name,
      boolean create,
      Duration stepTimeout) {
    return new GrantTable(
        new Table<>(
            new Connections(dataSource, stepTimeout),
            new Script(KIND, schema, name),
            create,
            GrantSql::of));
  }

  /**
   * Looks for the table and its columns.
   *
   * @param patience how long to wait for a database that does not answer, which is a warning
   * @throws io.hexauth.domain.error.ServiceUnavailableException if the schema, the table or a
   *     column is missing, or for another reason that a retry does not change
   */
  public void look(Duration patience) {
    FirstLook.at(table, patience);
  }

  Table<GrantSql> table() {
    return table;
  }
}
