// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where databases differ. Templates of SQL say {@code {t}} for the table, {@code {now}} for the
 * clock of the database, {@code {start}} for the same clock when the statement started: a constant,
 * so that an index can be searched for it.
 */
enum Dialect {
  /** {@code clock_timestamp()}, because {@code now()} is fixed before a row-lock wait. */
  POSTGRESQL(Dialect.POSTGRES_NOW, '"') {

    @Override
    String updateReturning(String update, String columns) {
      return update
          + " RETURNING 1 AS written, "
          + columns
          + ", updated_at AS store_now, 0 AS is_over";
    }

    /** One reading of the clock for all columns of the row. */
    @Override
    String insert(String columns, String values) {
      return "INSERT INTO {t} (%s) SELECT %s FROM (SELECT {now} AS n) c ON CONFLICT (k) DO NOTHING"
          .formatted(columns, values.replace("{now}", "c.n"));
    }

    @Override
    String insertReturning(String columns, String values) {
      return updateReturning(insert(columns, values), columns);
    }

    @Override
    String deleteReturning(String where, String columns) {
      return "DELETE FROM {t} WHERE " + where + " RETURNING " + columns;
    }

    @Override
    String deleteSome(String where, String order) {
      return "DELETE FROM {t} WHERE k IN (SELECT k FROM {t} WHERE %s ORDER BY %s LIMIT :limit)"
              .formatted(where, order)
          + " AND "
          + where;
    }

    @Override
    String sql(String template, String table) {
      return super.sql(
          template.replace("{start}", POSTGRES_NOW.replace("clock", "statement")), table);
    }

    @Override
    String bothStamps() {
      return "(created_at, updated_at) = (SELECT n, n FROM (SELECT {now} AS n) c)";
    }

    /** The driver knows, and refuses to change a property in the middle of a transaction. */
    @Override
    boolean isInTransaction(Connection connection) throws SQLException {
      try {
        connection.setReadOnly(connection.isReadOnly());
        return false;
      } catch (SQLException e) {
        if ("25001".equals(e.getSQLState())) {
          return true;
        }
        throw e;
      }
    }
  },

  /**
   * No {@code UPDATE … RETURNING}, but one statement that contains several: a transaction, so that
   * the row is read under the lock of the update, and is nobody else's. {@code UTC_TIMESTAMP} is
   * read when each of them starts, and knows nothing of time zones.
   */
  MARIADB("TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))", '`') {

    @Override
    String updateReturning(String update, String columns) {
      String select =
          "SELECT ROW_COUNT() AS written, %s, {now} AS store_now, %s AS is_over FROM {t} WHERE k = :k"
              .formatted(columns, IS_OVER);
      return "BEGIN NOT ATOMIC START TRANSACTION; " + update + "; " + select + "; COMMIT; END";
    }

    /** Whoever ends a statement, or lets it wait too long, leaves its transaction open. */
    @Override
    void abandon(Connection connection) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute("ROLLBACK");
      }
    }

    @Override
    String insertReturning(String columns, String values) {
      return insert(columns, values)
          + " RETURNING 1 AS written, "
          + columns
          + ", updated_at AS store_now, 0 AS is_over";
    }

    @Override
    String deleteReturning(String where, String columns) {
      return "DELETE FROM {t} WHERE " + where + " RETURNING " + columns;
    }

    @Override
    boolean isInTransaction(Connection connection) throws SQLException {
      return isTrue(connection, "SELECT @@in_transaction");
    }
  },

  /** For tests and single nodes; {@code CURRENT_TIMESTAMP} is read when a statement starts. */
  H2("CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000000 AS bigint)", '"') {

    @Override
    String updateReturning(String update, String columns) {
      return "SELECT 1 AS written, %s, updated_at AS store_now, 0 AS is_over FROM FINAL TABLE (%s)"
          .formatted(columns, update);
    }

    @Override
    String insertReturning(String columns, String values) {
      return updateReturning(insert(columns, values), columns);
    }

    @Override
    String deleteReturning(String where, String columns) {
      return "SELECT %s FROM OLD TABLE (DELETE FROM {t} WHERE %s)".formatted(columns, where);
    }

    @Override
    String deleteSome(String where, String order) {
      return "DELETE FROM {t} WHERE " + where + " FETCH FIRST :limit ROWS ONLY";
    }

    @Override
    boolean isInTransaction(Connection connection) throws SQLException {
      return isTrue(
          connection,
          "SELECT contains_uncommitted FROM information_schema.sessions"
              + " WHERE session_id = SESSION_ID()");
    }
  };

  private static final String POSTGRES_NOW =
      "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS bigint)";

  /** What has a retention that is over, and no lease that lives. */
  static final String OVER =
      "(purge_at <= {now} AND (lease_until IS NULL OR lease_until <= {now}))";

  static final String LIVE = "(purge_at IS NULL OR purge_at > {now} OR lease_until > {now})";

  private static final String IS_OVER = "CASE WHEN " + OVER + " THEN 1 ELSE 0 END";

  private static final Set<String> NO_TABLE = Set.of("42P01", "42S02", "42S03", "42S04");
  private static final Set<String> NO_SCHEMA = Set.of("3F000", "90079");
  private static final Set<String> OTHER_TABLE = Set.of("42703", "42S22");

  private final String now;
  private final char quote;

  Dialect(String now, char quote) {
    this.now = now;
    this.quote = quote;
  }

  /** {@return the dialect of this database, if there is one} */
  static Optional<Dialect> of(String product) {
    return Stream.of(values())
        .filter(dialect -> dialect.name().equals(product.toUpperCase(Locale.ROOT)))
        .findFirst();
  }

  /** {@return the folder of the scripts} */
  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  String quote(String name) {
    return quote + name + quote;
  }

  String sql(String template, String table) {
    return template.replace("{t}", table).replace("{now}", now).replace("{start}", now);
  }

  /**
   * {@return a statement that updates the row of {@code :k} and answers with it: as it is in any
   * case, or only if it was written}
   */
  abstract String updateReturning(String update, String columns);

  /** {@return a statement that adds no row if there is one: by saying so, or by 0 rows} */
  String insert(String columns, String values) {
    return "INSERT INTO {t} (%s) VALUES (%s)".formatted(columns, values);
  }

  abstract String insertReturning(String columns, String values);

  abstract String deleteReturning(String where, String columns);

  /** {@return a statement that deletes at most {@code :limit} rows, the first by this column} */
  String deleteSome(String where, String order) {
    return "DELETE FROM {t} WHERE " + where + " LIMIT :limit";
  }

  /** {@return assignments of the same instant to both} */
  String bothStamps() {
    return "created_at = {now}, updated_at = {now}";
  }

  /** {@return the row of {@code :k} beside the clock, which is there in any case} */
  static String find(String columns) {
    return "SELECT 0 AS written, %s, c.store_now, %s AS is_over".formatted(columns, IS_OVER)
        + " FROM (SELECT {now} AS store_now) c LEFT JOIN {t} ON k = :k";
  }

  /** After a statement that failed: nothing of it is left that the connection could commit. */
  void abandon(Connection connection) throws SQLException {
    // A statement that commits by itself leaves nothing.
  }

  /** Whether a connection whose autocommit is off has something to commit already. */
  abstract boolean isInTransaction(Connection connection) throws SQLException;

  private static boolean isTrue(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  static boolean isMissingTable(SQLException e) {
    return NO_TABLE.contains(state(e));
  }

  /** PostgreSQL says it only when a table is created there; MariaDB calls it a database. */
  static boolean isMissingSchema(SQLException e) {
    return NO_SCHEMA.contains(state(e)) || (state(e).equals("42000") && e.getErrorCode() == 1049);
  }

  static boolean isOtherTable(SQLException e) {
    return OTHER_TABLE.contains(state(e));
  }

  /** There was a row with this key. MariaDB says only "integrity" in its state. */
  static boolean isDuplicate(SQLException e) {
    return state(e).equals("23505") || (state(e).equals("23000") && e.getErrorCode() == 1062);
  }

  /** Whoever we are may not do this: MariaDB says it by 1142 and 1044, H2 by 90096. */
  static boolean isForbidden(SQLException e) {
    return state(e).equals("42501") || Set.of(1142, 1044, 90096).contains(e.getErrorCode());
  }

  /** Rolled back for the sake of another statement: nothing was written, trying again helps. */
  static boolean isConflict(SQLException e) {
    return state(e).startsWith("40") || state(e).equals("90131");
  }

  /** The connection is gone, or was never there: such a text is about the connection. */
  static boolean isConnection(SQLException e) {
    return state(e).startsWith("08") || state(e).startsWith("57P");
  }

  static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }
}
