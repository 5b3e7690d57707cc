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
 * One table and its statements. The first step asks the database for its product, and for the
 * table, which it may create; a success is remembered, a failure is not. Thread-safe.
 *
 * @param <S> the statements
 */
final class Table<S> {

  /** Each conflict is the success of another statement. */
  private static final int MOST_CONFLICTS = 20;

  private final Jdbi jdbi;
  private final Script script;
  private final boolean create;
  private final BiFunction<Dialect, String, S> statements;
  private volatile @Nullable S prepared;

  /**
   * @param create whether the table is created if it is missing
   * @param statements makes the statements for a dialect and the quoted name of the table
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
    // Our SQL is complete; the default engine would take "<" for the start of a name.
    jdbi.getConfig(SqlStatements.class)
        .setTemplateEngine(TemplateEngine.NOP)
        .setIncludeBindingsInTelemetry(false); // a flight recording needs no keys and documents
  }

  /** {@return the name for people} */
  String name() {
    return script.qualifiedName();
  }

  /** Each statement of a step commits by itself; a step that met a conflict is repeated. */
  <T> T step(BiFunction<Handle, S, T> step) {
    S ready = prepared();
    return open(handle -> step.apply(handle, ready));
  }

  /**
   * {@return the statements, after a look at the table} Several threads may do this at once, as
   * several nodes may: a lock would make all wait for one that waits for a database that is down.
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

  /** {@return whether a statement writes a row; a failure that means a lost race is false} */
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
