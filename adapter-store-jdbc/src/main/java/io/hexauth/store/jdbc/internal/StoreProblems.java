// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.registration.ClientRegistrationId;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a store says of a failure. Drivers and JDBI write bound values into their messages, so these
 * are left out: all but those about a connection, which have nothing to do with a statement.
 */
final class StoreProblems {

  /** A store is asked by key and cannot know more; core, which does, says it again. */
  private static final ClientRegistrationId UNKNOWN =
      ClientRegistrationId.of("not known to the store");

  private StoreProblems() {}

  static ServiceUnavailableException noConnection(Exception cause) {
    return unavailable("there is no connection to the database", true, cause);
  }

  static ServiceUnavailableException failed(SQLException e) {
    String what =
        "the database did not carry out a statement (SQLState "
            + Dialect.state(e)
            + ", error "
            + e.getErrorCode()
            + ")";
    boolean passes =
        Dialect.isConnection(e)
            || Dialect.isConflict(e)
            || !(Dialect.state(e).startsWith("42")
                || Dialect.state(e).startsWith("22")
                || Dialect.isForbidden(e));
    return unavailable(what, passes, Dialect.isConnection(e) ? e : null);
  }

  static ServiceUnavailableException failed(RuntimeException e) {
    return unavailable("JDBI failed with " + e.getClass().getSimpleName(), true, null);
  }

  static ServiceUnavailableException missingTable(Script script) {
    return unavailable(
        "there is no table "
            + script.qualifiedName()
            + "; "
            + run(script)
            + ", or set createTables"
            + (script.schema().isPresent() ? " (createTables creates no schema)" : ""),
        false,
        null);
  }

  static ServiceUnavailableException missingSchema(Script script) {
    return unavailable(
        "there is no schema for the table "
            + script.qualifiedName()
            + "; create the schema first, because createTables creates no schema, then "
            + run(script)
            + " or set createTables",
        false,
        null);
  }

  static ServiceUnavailableException otherTable(Script script) {
    return unavailable(
        "the table "
            + script.qualifiedName()
            + " lacks a column; compare it with the script "
            + script.resource(),
        false,
        null);
  }

  static ServiceUnavailableException notCreated(Script script, SQLException e) {
    return unavailable(
        "there is no table "
            + script.qualifiedName()
            + ", and it cannot be created (SQLState "
            + Dialect.state(e)
            + ", error "
            + e.getErrorCode()
            + "); "
            + run(script)
            + " with a user who may do that",
        false,
        null);
  }

  private static String run(Script script) {
    return "run the script " + script.resource() + " of adapter-store-jdbc";
  }

  static ServiceUnavailableException unknownDatabase() {
    return unavailable("the database is none of PostgreSQL, MariaDB and H2", false, null);
  }

  static ServiceUnavailableException inTransaction() {
    return unavailable(
        "the DataSource hands out a connection that is in a transaction already; what is stored"
            + " must not depend on whether that commits: bind one that does not join transactions",
        false,
        null);
  }

  static UnreadableRecordException unreadable(int format, @Nullable String keyId, String problem) {
    return new UnreadableRecordException(UNKNOWN, format, keyId == null ? "" : keyId, problem);
  }

  private static ServiceUnavailableException unavailable(
      String problem, boolean retryable, @Nullable Exception cause) {
    return new ServiceUnavailableException(
        UNKNOWN, Service.STORE, problem, retryable, Optional.empty(), cause);
  }
}
