// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** Table of grants, which the store and its maintenance share. Thread-safe. */
public final class GrantTable {

  static final Script.Kind KIND =
      new Script.Kind(
          "hexauth_grant", "V1__hexauth_grant.sql", Set.of(GrantRow.COLUMNS.split(", ")));

  private final Table<GrantSql> table;

  private GrantTable(Table<GrantSql> table) {
    this.table = table;
  }

  /**
   * {@return the table of this name} The database is not called yet.
   *
   * @param create true to create a missing table at the first call
   * @param stepTimeout the time limit of a statement
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
   * Checks the table and its columns.
   *
   * @param patience the longest wait. If the database does not answer within it, a warning is
   *     logged
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
