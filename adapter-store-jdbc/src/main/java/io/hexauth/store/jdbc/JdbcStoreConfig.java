// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Settings of the JDBC stores: tables, and bounds of waits. Immutable. Names are 1 to 63 letters,
 * digits and underscores of ASCII and do not begin with a digit; they are quoted, so that case
 * matters and reserved words do not.
 *
 * @param schema of both tables, which must be there; empty for the one that connections start in
 * @param grantTable for grants, the table of {@code V1__hexauth_grant.sql} and {@code
 *     V3__hexauth_grant_revision.sql}
 * @param pendingTable for pending authorizations, as in {@code V2__hexauth_pending.sql}
 * @param createTables whether missing tables are created when the stores are made, which needs the
 *     right to do so and suits quick starts; otherwise they must be there. A schema is never
 *     created
 * @param stepTimeout how long a statement waits for the database, from 1 ms to 1 min; after it the
 *     connection is given up, and it is not known whether the statement was carried out. A shorter
 *     timeout of the connection stays. The pool decides how long a connection is waited for
 */
public record JdbcStoreConfig(
    Optional<String> schema,
    String grantTable,
    String pendingTable,
    boolean createTables,
    Duration stepTimeout) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

  /**
   * @throws IllegalArgumentException if a name is not as described above, both tables are one, or
   *     the timeout is out of its bounds
   */
  public JdbcStoreConfig {
    schema.ifPresent(name -> check("schema", name));
    check("grantTable", grantTable);
    check("pendingTable", pendingTable);
    if (grantTable.equalsIgnoreCase(pendingTable)) {
      throw new IllegalArgumentException("grantTable and pendingTable are two tables");
    }
    if (stepTimeout.compareTo(Duration.ofMillis(1)) < 0
        || stepTimeout.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("stepTimeout is from a millisecond to a minute");
    }
  }

  private static void check(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          what
              + " is 1 to 63 letters, digits and underscores of ASCII, and does not begin with a"
              + " digit");
    }
  }

  /** {@return hexauth_grant and hexauth_pending, which must be there, and five seconds} */
  public static JdbcStoreConfig defaults() {
    return new JdbcStoreConfig(
        Optional.empty(), "hexauth_grant", "hexauth_pending", false, Duration.ofSeconds(5));
  }

  /** {@return a copy with another {@link #schema()}} */
  public JdbcStoreConfig withSchema(String name) {
    return new JdbcStoreConfig(
        Optional.of(name), grantTable, pendingTable, createTables, stepTimeout);
  }

  /** {@return a copy with another {@link #grantTable()}} */
  public JdbcStoreConfig withGrantTable(String name) {
    return new JdbcStoreConfig(schema, name, pendingTable, createTables, stepTimeout);
  }

  /** {@return a copy with another {@link #pendingTable()}} */
  public JdbcStoreConfig withPendingTable(String name) {
    return new JdbcStoreConfig(schema, grantTable, name, createTables, stepTimeout);
  }

  /** {@return a copy that creates missing tables, or does not} */
  public JdbcStoreConfig withCreateTables(boolean create) {
    return new JdbcStoreConfig(schema, grantTable, pendingTable, create, stepTimeout);
  }

  /** {@return a copy with another {@link #stepTimeout()}} */
  public JdbcStoreConfig withStepTimeout(Duration timeout) {
    return new JdbcStoreConfig(schema, grantTable, pendingTable, createTables, timeout);
  }
}
