// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import io.hexauth.domain.error.OAuthException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.jspecify.annotations.Nullable;

/**
 * One table and its statements. The database is asked what it is, and for the table where that may
 * be created, at the first step; what is known then is kept, failures are not. Thread-safe.
 *
 * @param <S> the statements
 */
final class Table<S> {

  /** What was rolled back for the sake of others: each time, somebody else got on. */
  private static final int MOST_CONFLICTS = 20;

  /** Makes the statements of a table. */
  @FunctionalInterface
  interface Statements<S> {
    S of(Dialect dialect, String quotedTable);
  }

  /** One statement, or a few that need nothing of each other. */
  @FunctionalInterface
  interface Step<S, T> {
    T apply(Handle handle, S statements);
  }

  private final Jdbi jdbi;
  private final Script script;
  private final boolean create;
  private final Statements<S> statements;
  private volatile @Nullable Prepared<S> prepared;

  private record Prepared<S>(Dialect dialect, S statements) {}

  Table(
      Connections connections,
      Optional<String> schema,
      String name,
      String scriptName,
      boolean create,
      Statements<S> statements) {
    this.script = new Script(scriptName, schema, name);
    this.create = create;
    this.statements = statements;
    this.jdbi = Jdbi.create(connections);
    // Our SQL is complete; the default engine would take "<" for the start of a name.
    jdbi.getConfig(SqlStatements.class).setTemplateEngine(TemplateEngine.NOP);
  }

  /** {@return the name for people} */
  String name() {
    return script.qualifiedName();
  }

  <T> T step(Step<S, T> step) {
    Prepared<S> ready = prepared();
    return open(
        handle -> {
          try {
            return step.apply(handle, ready.statements());
          } catch (RuntimeException e) {
            abandon(handle, ready.dialect(), e);
            throw e;
          }
        });
  }

  private static void abandon(Handle handle, Dialect dialect, RuntimeException failure) {
    try {
      dialect.abandon(handle.getConnection());
    } catch (SQLException e) {
      // The connection is gone, and with it what it had not committed.
      failure.addSuppressed(e);
    }
  }

  /**
   * Several may do this at once, as several nodes may: one who waits for a database that is down
   * must not make the others wait for him.
   */
  private Prepared<S> prepared() {
    Prepared<S> known = prepared;
    if (known != null) {
      return known;
    }
    Dialect dialect = open(handle -> Connections.dialect(handle.getConnection()));
    if (create) {
      open(handle -> script.runIfMissing(handle.getConnection(), dialect));
    }
    var ready = new Prepared<>(dialect, statements.of(dialect, script.table(dialect)));
    prepared = ready;
    return ready;
  }

  private <T> T open(HandleCallback<T, SQLException> work) {
    for (int conflicts = 0; ; conflicts++) {
      try (Handle handle = jdbi.open()) {
        return work.withHandle(handle);
      } catch (OAuthException e) {
        throw e;
      } catch (ConnectionException e) {
        throw StoreProblems.noConnection(e.getCause() instanceof SQLException sql ? sql : e);
      } catch (JdbiException e) {
        SQLException cause = sqlException(e).orElseThrow(() -> StoreProblems.failed(e));
        if (!Dialect.isConflict(cause) || conflicts == MOST_CONFLICTS) {
          throw problem(cause);
        }
      } catch (SQLException e) {
        throw problem(e);
      }
    }
  }

  private OAuthException problem(SQLException e) {
    if (Dialect.isMissingTable(e)) {
      return StoreProblems.missingTable(script);
    }
    if (Dialect.isMissingSchema(e)) {
      return StoreProblems.missingSchema(script);
    }
    return Dialect.isOtherTable(e) ? StoreProblems.otherTable(script) : StoreProblems.failed(e);
  }

  /** {@return what an insert answers; nothing if the database says that the key is taken} */
  static <T> Optional<T> unlessDuplicate(Supplier<Optional<T>> insert) {
    try {
      return insert.get();
    } catch (JdbiException e) {
      if (sqlException(e).filter(Dialect::isDuplicate).isPresent()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  static Optional<SQLException> sqlException(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return Optional.of(sql);
      }
    }
    return Optional.empty();
  }
}
