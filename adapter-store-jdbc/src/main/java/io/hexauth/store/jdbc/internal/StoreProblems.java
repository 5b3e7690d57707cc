// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.registration.ClientRegistrationId;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions of the stores. Messages of drivers and of JDBI are left out, because they contain
 * bound values. Only messages about a connection are kept, because they contain no part of a
 * statement.
 */
final class StoreProblems {

  /**
   * Placeholder for the registration of a failed call: a store knows only keys. Core replaces it by
   * the registration of the call. It remains at start-up, where the failure concerns all.
   */
  private static final ClientRegistrationId ALL = ClientRegistrationId.of("all registrations");

  /** Placeholder for the registration of a damaged row. It remains in the log of a listing. */
  private static final ClientRegistrationId UNKNOWN = ClientRegistrationId.of("unknown");

  private StoreProblems() {}

  static ServiceUnavailableException noConnection(Exception cause) {
    return unavailable("there is no connection to the database", true, cause);
  }

  static ServiceUnavailableException failed(SQLException e) {
    return unavailable(
        "the database did not execute a statement " + code(e),
        SqlStates.isRetryable(e),
        SqlStates.isConnection(e) ? e : null);
  }

  static ServiceUnavailableException failed(RuntimeException e) {
    return unavailable("JDBI failed with " + e.getClass().getSimpleName(), true, null);
  }

  private static String code(SQLException e) {
    return "(SQLState " + SqlStates.state(e) + ", error " + e.getErrorCode() + ")";
  }

  static ServiceUnavailableException missingTable(Script script) {
    return toFix(
        "there is no table %s; %s, or set createTables%s"
            .formatted(
                script.qualifiedName(),
                run(script),
                script.schema().isPresent() ? " (createTables creates no schema)" : ""));
  }

  static ServiceUnavailableException missingSchema(Script script) {
    return toFix(
        "there is no schema for the table %s; create the schema first, because createTables creates"
                .formatted(script.qualifiedName())
            + " no schema, then %s or set createTables".formatted(run(script)));
  }

  /**
   * Creates the exception for a table that lacks columns.
   *
   * @param missing the names of the missing columns; empty if they are unknown
   */
  static ServiceUnavailableException otherTable(Script script, Set<String> missing) {
    String names = missing.isEmpty() ? "" : " (" + String.join(", ", missing) + ")";
    return toFix(
        "the table %s lacks a column%s; compare it with the script %s of adapter-store-jdbc"
            .formatted(script.qualifiedName(), names, script.resource()));
  }

  static ServiceUnavailableException notCreated(Script script, SQLException e) {
    return toFix(
        "there is no table %s, and it cannot be created %s; %s as a user who may create tables"
            .formatted(script.qualifiedName(), code(e), run(script)));
  }

  private static String run(Script script) {
    return "run the script " + script.resource() + " of adapter-store-jdbc";
  }

  static ServiceUnavailableException unknownDatabase() {
    return toFix("the database is not PostgreSQL, MariaDB or H2");
  }

  static ServiceUnavailableException notDurable() {
    return toFix(
        "this H2 database is in a file and loses commits when its process is killed; add"
            + " ;WRITE_DELAY=0 to its URL");
  }

  static ServiceUnavailableException inTransaction() {
    return toFix(
        "the DataSource returned a connection that is already in a transaction, and a stored"
            + " grant must not depend on the commit of that transaction; bind a DataSource that"
            + " does not join transactions");
  }

  static UnreadableRecordException unreadable(int format, String keyId) {
    return new UnreadableRecordException(UNKNOWN, format, keyId, "a clear column is damaged");
  }

  private static ServiceUnavailableException toFix(String problem) {
    return unavailable(problem, false, null);
  }

  private static ServiceUnavailableException unavailable(
      String problem, boolean retryable, @Nullable Exception cause) {
    return new ServiceUnavailableException(
        ALL, Service.STORE, problem, retryable, Optional.empty(), cause);
  }
}
