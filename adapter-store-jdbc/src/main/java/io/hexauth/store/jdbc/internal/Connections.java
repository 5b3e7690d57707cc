// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.statement.Cleanable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections on which each statement is committed immediately, and has a time limit. If a
 * connection has autocommit off, autocommit is on until the connection is returned. A connection
 * that is in a transaction is refused, because switching autocommit on would commit that
 * transaction. Thread-safe.
 *
 * <p>The limit is the network timeout, which the drivers set on the socket. It needs no round trip,
 * and it also ends a connection whose server is gone. Query timeouts are not used: PostgreSQL's
 * driver ends them with a message over another connection, for which it waits, and MariaDB's driver
 * changes the statement.
 */
final class Connections implements ConnectionFactory {

  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  private final DataSource dataSource;
  private final int stepTimeoutMillis;
  private final AtomicBoolean complained = new AtomicBoolean();
  private final Map<Connection, Before> changed =
      Collections.synchronizedMap(new IdentityHashMap<>());

  /** Original settings of a connection. The timeout is present only if it was changed. */
  private record Before(boolean autoCommit, OptionalInt networkTimeout) {}

  Connections(DataSource dataSource, Duration stepTimeout) {
    this.dataSource = dataSource;
    this.stepTimeoutMillis = Math.toIntExact(stepTimeout.toMillis());
  }

  static Dialect dialect(Connection connection) throws SQLException {
    return Dialect.of(connection.getMetaData().getDatabaseProductName())
        .orElseThrow(StoreProblems::unknownDatabase);
  }

  @Override
  public Connection openConnection() throws SQLException {
    Connection connection = connection();
    boolean ready = false;
    try {
      OptionalInt networkTimeout = bounded(connection);
      changed.put(connection, new Before(true, networkTimeout));
      if (!connection.getAutoCommit()) {
        if (dialect(connection).isInTransaction(connection)) {
          throw StoreProblems.inTransaction();
        }
        connection.setAutoCommit(true);
        changed.put(connection, new Before(false, networkTimeout));
      }
      ready = true;
      return connection;
    } finally {
      if (!ready) {
        giveBack(connection);
      }
    }
  }

  /**
   * Opens a connection. Some pools throw unchecked exceptions if they cannot connect, for example
   * HikariCP at its first connection.
   */
  private Connection connection() throws SQLException {
    try {
      return dataSource.getConnection();
    } catch (RuntimeException e) {
      throw new SQLException("The DataSource threw " + e.getClass().getName(), "08001", e);
    }
  }

  /**
   * {@return the earlier network timeout; empty if it was not changed} A shorter timeout is kept.
   * The known drivers do not use the executor.
   */
  private OptionalInt bounded(Connection connection) {
    try {
      int before = connection.getNetworkTimeout();
      if (before > 0 && before <= stepTimeoutMillis) {
        return OptionalInt.empty();
      }
      connection.setNetworkTimeout(Runnable::run, stepTimeoutMillis);
      return OptionalInt.of(before);
    } catch (SQLException e) {
      if (!SqlStates.isConnection(e) && complained.compareAndSet(false, true)) {
        LOG.warn(
            "Connections of this DataSource do not support a network timeout (SQLState {}): if"
                + " the database does not answer, calls wait as long as the driver does; set a"
                + " socket timeout of the driver",
            SqlStates.state(e));
      }
      return OptionalInt.empty();
    }
  }

  @Override
  public Cleanable getCleanableFor(Connection connection) {
    return () -> giveBack(connection);
  }

  @Override
  public void closeConnection(Connection connection) {
    giveBack(connection);
  }

  /**
   * Restores the settings and returns the connection. A failure here is not the statement's
   * failure: the statement is already committed.
   */
  private void giveBack(Connection connection) {
    Before before = changed.remove(connection);
    try (connection) {
      if (before != null && !before.autoCommit()) {
        connection.setAutoCommit(false);
      }
      if (before != null && before.networkTimeout().isPresent()) {
        connection.setNetworkTimeout(Runnable::run, before.networkTimeout().getAsInt());
      }
    } catch (SQLException e) {
      // The connection is broken, and the pool notices it.
    }
  }
}
