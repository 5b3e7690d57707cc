// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which tables to use. Immutable. Names are 1 to 63 letters, digits and underscores of ASCII and do
 * not begin with a digit; they are quoted, so that case matters and reserved words do not.
 *
 * @param schema of both tables; empty for the one that connections start in
 * @param grantTable for grants, the tables of {@code V1__hexauth_grant.sql}
 * @param pendingTable for pending authorizations, as in {@code V2__hexauth_pending.sql}
 * @param createSchema whether missing tables are created at first use, which needs the right to do
 *     so and suits quick starts; otherwise they must be there
 */
public record JdbcStoreConfig(
    Optional<String> schema, String grantTable, String pendingTable, boolean createSchema) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

  /**
   * @throws IllegalArgumentException if a name is not as described above, or both tables are one
   */
  public JdbcStoreConfig {
    schema.ifPresent(name -> check("schema", name));
    check("grantTable", grantTable);
    check("pendingTable", pendingTable);
    if (grantTable.equalsIgnoreCase(pendingTable)) {
      throw new IllegalArgumentException("grantTable and pendingTable are two tables");
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

  /** {@return hexauth_grant and hexauth_pending, which must be there} */
  public static JdbcStoreConfig defaults() {
    return new JdbcStoreConfig(Optional.empty(), "hexauth_grant", "hexauth_pending", false);
  }

  /** {@return a copy with another {@link #schema()}} */
  public JdbcStoreConfig withSchema(String name) {
    return new JdbcStoreConfig(Optional.of(name), grantTable, pendingTable, createSchema);
  }

  /** {@return a copy with another {@link #grantTable()}} */
  public JdbcStoreConfig withGrantTable(String name) {
    return new JdbcStoreConfig(schema, name, pendingTable, createSchema);
  }

  /** {@return a copy with another {@link #pendingTable()}} */
  public JdbcStoreConfig withPendingTable(String name) {
    return new JdbcStoreConfig(schema, grantTable, name, createSchema);
  }

  /** {@return a copy that creates missing tables, or does not} */
  public JdbcStoreConfig withCreateSchema(boolean create) {
    return new JdbcStoreConfig(schema, grantTable, pendingTable, create);
  }
}
