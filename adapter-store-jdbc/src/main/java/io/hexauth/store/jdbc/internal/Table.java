// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import io.hexauth.domain.error.OAuthException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * A table and its statements. The first call detects the database product, and checks or creates
 * the table. Only a success is remembered. Thread-safe.
 *
 * @param <S> the type of the statements
 */
final class Table<S> {

  /** Limit of conflicts. Each conflict means that another statement has succeeded. */
  private static final int MOST_CONFLICTS = 20;

  private final Jdbi jdbi;
  private final Script script;
  private final boolean create;
  private final BiFunction<Dialect, String, S> statements;
  private volatile @Nullable S prepared;

  /**
   * @param create true to create the table if it is missing
   * @param statements creates the statements for a dialect and the quoted name of the table
   */
  Table(
      Connections connections,
      Script script,
      boolean create,
      BiFunction<Dialect, String, S> statements) {
    this.script = script;
    this.create = create;
    this.statements = statements;
    this.jdbi = Jdbi.create(connections);
    // The SQL is complete. The default template engine would treat "<" as the start of a name.
    jdbi.getConfig(SqlStatements.class)
        .setTemplateEngine(TemplateEngine.NOP)
        // Flight recordings must not contain keys and documents.
        .setIncludeBindingsInTelemetry(false);
  }

  /** {@return the name for messages} */
  String name() {
    return script.qualifiedName();
  }

  /**
   * Runs a step, and repeats it after a conflict. Each statement of the step is committed
   * immediately.
   */
  <T> T step(BiFunction<Handle, S, T> step) {
    S ready = prepared();
    return open(handle -> step.apply(handle, ready));
  }

  /**
   * {@return the statements, after the check of the table} Several threads may run the check at the
   * same time, as several nodes may. With a lock, all of them would wait for one thread that waits
   * for a database that is down.
   */
  S prepared() {
    S known = prepared;
    if (known != null) {
      return known;
    }
    Dialect dialect =
        open(
            handle -> {
              Dialect found = Connections.dialect(handle.getConnection());
              if (!found.isDurable(handle.getConnection())) {
                throw StoreProblems.notDurable();
              }
              script.prepare(handle.getConnection(), found, create);
              return found;
            });
    S ready = statements.apply(dialect, script.table(dialect));
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
        SQLException cause = SqlStates.sqlException(e).orElseThrow(() -> StoreProblems.failed(e));
        if (!SqlStates.isConflict(cause) || conflicts == MOST_CONFLICTS) {
          throw problem(cause);
        }
      } catch (SQLException e) {
        throw problem(e);
      }
    }
  }

  private OAuthException problem(SQLException e) {
    if (SqlStates.isMissingTable(e)) {
      return StoreProblems.missingTable(script);
    }
    if (SqlStates.isMissingSchema(e)) {
      return StoreProblems.missingSchema(script);
    }
    return SqlStates.isMissingColumn(e)
        ? StoreProblems.otherTable(script, Set.of())
        : StoreProblems.failed(e);
  }

  /** {@return true if the statement writes a row; false after a failure that means a lost race} */
  static boolean isWritten(Update write, Predicate<SQLException> isLostRace) {
    try {
      return write.execute() == 1;
    } catch (JdbiException e) {
      Optional<SQLException> cause = SqlStates.sqlException(e);
      if (cause.filter(isLostRace).isPresent()) {
        return false;
      }
      throw e;
    }
  }
}
