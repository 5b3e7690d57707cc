// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/** The table of grants: shared by the store and its maintenance. Thread-safe. */
public final class GrantTable {

  private static final String SCRIPT = "V1__hexauth_grant.sql";

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
            new Connections(dataSource, stepTimeout), schema, name, SCRIPT, create, GrantSql::of));
  }

  /**
   * Looks for the table and its columns.
   *
   * @param patience how long to wait for a database that does not answer, which is a warning
   * @throws io.hexauth.domain.error.ServiceUnavailableException if the schema, the table or a
   *     column is missing, or anything else that trying again does not help
   */
  public void look(Duration patience) {
    FirstLook.at(table, GrantSql::look, patience);
  }

  Table<GrantSql> table() {
    return table;
  }
}
