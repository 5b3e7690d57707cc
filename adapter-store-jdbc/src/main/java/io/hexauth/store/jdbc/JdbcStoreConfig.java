// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Settings of the JDBC stores: tables and time limits. Immutable. A name has 1 to 63 ASCII letters,
 * digits and underscores, and does not begin with a digit. Names are quoted: case matters, and
 * reserved words are allowed.
 *
 * @param schema the existing schema of both tables; empty for the default schema of the connections
 * @param grantTable the table for grants, as in {@code V1__hexauth_grant.sql}
 * @param pendingTable the table for pending authorizations, as in {@code V2__hexauth_pending.sql}
 * @param createTables true to create missing tables when the stores are created; the database user
 *     needs the permission to do so. If false, the tables must exist. A schema is never created
 * @param stepTimeout the time limit of a statement, from 1 ms to 1 min. After it, the connection is
 *     closed, and the result of the statement is unknown. A shorter timeout of the connection is
 *     kept. The pool decides how long to wait for a connection
 */
public record JdbcStoreConfig(
    Optional<String> schema,
    String grantTable,
    String pendingTable,
    boolean createTables,
    Duration stepTimeout) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

  /**
   * @throws IllegalArgumentException if a name breaks the rule above, if both tables are the same,
   *     or if the timeout is out of range
   */
  public JdbcStoreConfig {
    schema.ifPresent(name -> check("schema", name));
    check("grantTable", grantTable);
    check("pendingTable", pendingTable);
    if (grantTable.equalsIgnoreCase(pendingTable)) {
      throw new IllegalArgumentException("grantTable and pendingTable must be different tables");
    }
    if (stepTimeout.compareTo(Duration.ofMillis(1)) < 0
        || stepTimeout.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("stepTimeout must be from one millisecond to one minute");
    }
  }

  private static void check(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          what
              + " must be 1 to 63 ASCII letters, digits and underscores, and must not begin with"
              + " a digit");
    }
  }

  /**
   * {@return settings with the existing tables {@code hexauth_grant} and {@code hexauth_pending} in
   * the default schema of the connections, and a time limit of five seconds}
   */
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

  /** {@return a copy with another {@link #createTables()}} */
  public JdbcStoreConfig withCreateTables(boolean create) {
    return new JdbcStoreConfig(schema, grantTable, pendingTable, create, stepTimeout);
  }

  /** {@return a copy with another {@link #stepTimeout()}} */
  public JdbcStoreConfig withStepTimeout(Duration timeout) {
    return new JdbcStoreConfig(schema, grantTable, pendingTable, createTables, timeout);
  }
}
