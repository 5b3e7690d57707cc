// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** Meaning of a failure, by its SQLState, and by its error code if the SQLState is too general. */
final class SqlStates {

  private static final Set<String> NO_TABLE = Set.of("42P01", "42S02", "42S03", "42S04");
  private static final Set<String> NO_SCHEMA = Set.of("3F000", "90079");
  private static final Set<String> NO_COLUMN = Set.of("42703", "42S22");

  private SqlStates() {}

  static Optional<SQLException> sqlException(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return Optional.of(sql);
      }
    }
    return Optional.empty();
  }

  static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  private static boolean is(SQLException e, String state, int code) {
    return state(e).equals(state) && e.getErrorCode() == code;
  }

  static boolean isMissingTable(SQLException e) {
    return NO_TABLE.contains(state(e));
  }

  /**
   * {@return true if the schema is missing} PostgreSQL reports this only when a table is created.
   * MariaDB calls a schema a database.
   */
  static boolean isMissingSchema(SQLException e) {
    return NO_SCHEMA.contains(state(e)) || is(e, "42000", 1049);
  }

  static boolean isMissingColumn(SQLException e) {
    return NO_COLUMN.contains(state(e));
  }

  /**
   * {@return true if a row with this key exists} MariaDB uses the same SQLState for all
   * constraints, so its error code decides.
   */
  static boolean isDuplicate(SQLException e) {
    return state(e).equals("23505") || is(e, "23000", 1062);
  }

  /**
   * {@return true after a deadlock, a serialization failure or a certification failure} Another
   * statement won, and this statement has written nothing. The state 40003 does not count, because
   * the outcome is then unknown. H2 reports a concurrent update with 90131. MariaDB reports a row
   * that is newer than the snapshot with 1020.
   */
  static boolean isConflict(SQLException e) {
    String state = state(e);
    return (state.startsWith("40") && !state.equals("40003"))
        || state.equals("90131")
        || is(e, "HY000", 1020);
  }

  /**
   * {@return true if the user of the connection lacks a permission: 1142 and 1044 on MariaDB, 90096
   * on H2}
   */
  static boolean isForbidden(SQLException e) {
    return state(e).equals("42501") || Set.of(1142, 1044, 90096).contains(e.getErrorCode());
  }

  /**
   * {@return true if the connection ended or was never opened; the message is then about the
   * connection}
   */
  static boolean isConnection(SQLException e) {
    return state(e).startsWith("08") || state(e).startsWith("57P");
  }

  /** {@return true if the same statement may succeed later} */
  static boolean isRetryable(SQLException e) {
    boolean refused = state(e).startsWith("42") || state(e).startsWith("22") || isForbidden(e);
    return isConnection(e) || isConflict(e) || !refused;
  }
}
