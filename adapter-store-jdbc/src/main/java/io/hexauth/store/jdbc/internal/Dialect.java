// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Differences between databases. Templates of SQL contain {@code {t}} for the table and {@code
 * {now}} for the clock of the database in microseconds.
 */
enum Dialect {
  /** {@code clock_timestamp()} advances during a statement; {@code now()} does not. */
  POSTGRESQL("CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS bigint)", '"') {

    /**
     * Ignores a duplicate key. Otherwise, each lost race would be an error in the log of the
     * server.
     */
    @Override
    String insert(String columns, String values, String where) {
      return super.insert(columns, values, where) + " ON CONFLICT (k) DO NOTHING";
    }

    /** The subquery waits for the row, so the clock is read after the wait. */
    @Override
    String inTime() {
      return "k = (SELECT k FROM {t} WHERE k = :k AND rev = :expected FOR UPDATE)"
          + " AND rev = :expected AND {now} <= :not_after";
    }

    /**
     * The order exists only in the index of keys. Without it, outdated statistics of the planner
     * can cause a search along the primary key when few documents of a key remain.
     */
    @Override
    String ofOneKey() {
      return "key_id <= :key_id AND (key_id, k) > (:key_id, :k) ORDER BY key_id, k";
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

    /** Asks the driver: it refuses to change this property during a transaction. */
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

  /** {@code UTC_TIMESTAMP} is the start of the statement, in any time zone of the session. */
  MARIADB("TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))", '`') {

    /** {@code SYSDATE} advances while the statement waits for the row. */
    @Override
    String inTime() {
      return super.inTime()
          .replace("{now}", "{now} + TIMESTAMPDIFF(MICROSECOND, NOW(6), SYSDATE(6))");
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

  /**
   * H2, for tests and single nodes. {@code CURRENT_TIMESTAMP} is the start of the statement. A
   * statement waits for a row no longer than {@code LOCK_TIMEOUT}, two seconds by default.
   */
  H2("CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000000 AS bigint)", '"') {

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

    /**
     * A database in a file writes commits to the disk after {@code WRITE_DELAY}, half a second by
     * default. {@code SET WRITE_DELAY} is lost when the database is closed, so the setting must be
     * in the URL.
     */
    @Override
    boolean isDurable(Connection connection) throws SQLException {
      return isTrue(
          connection,
          "SELECT DATABASE_PATH() IS NULL OR (SELECT COUNT(*) > 0 AND MAX(setting_value) = '0'"
              + " FROM information_schema.settings WHERE setting_name = 'WRITE_DELAY')");
    }
  };

  private final String now;
  private final char quote;

  Dialect(String now, char quote) {
    this.now = now;
    this.quote = quote;
  }

  /** {@return the dialect of this database product; empty if it is not supported} */
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
    return template.replace("{t}", table).replace("{now}", now);
  }

  /**
   * {@return a statement that adds a row; if the key exists, the statement adds none or fails}
   *
   * @param where a condition on the clock, or an empty text
   */
  String insert(String columns, String values, String where) {
    return "INSERT INTO {t} (%s) SELECT %s FROM (SELECT {now} AS n) c".formatted(columns, values)
        + where;
  }

  /** {@return a condition: the row has the expected revision, and the time limit has not passed} */
  String inTime() {
    return "k = :k AND rev = :expected AND {now} <= :not_after";
  }

  /** {@return condition and order of rows with one cipher key, after a given row} */
  String ofOneKey() {
    return "key_id = :key_id AND k > :k ORDER BY k";
  }

  abstract String deleteReturning(String where, String columns);

  /** {@return a statement that deletes at most {@code :limit} rows, in the order of this column} */
  String deleteSome(String where, String order) {
    return "DELETE FROM {t} WHERE " + where + " LIMIT :limit";
  }

  /**
   * {@return true if a connection with autocommit off has uncommitted changes or an open
   * transaction}
   */
  abstract boolean isInTransaction(Connection connection) throws SQLException;

  /**
   * {@return false if the database is known to confirm commits before it writes them to the disk}
   */
  boolean isDurable(Connection connection) throws SQLException {
    return true;
  }

  private static boolean isTrue(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() && rows.getBoolean(1);
    }
  }
}
