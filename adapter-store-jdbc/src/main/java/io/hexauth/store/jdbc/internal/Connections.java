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
 * Connections on which each statement commits by itself, and does not wait for ever. One that comes
 * with autocommit off gets it until it is given back; one that is in a transaction is refused,
 * because switching it on would commit the work of others. Thread-safe.
 *
 * <p>The wait is bounded by the network timeout alone, which the drivers keep in the socket: it
 * costs no round trip, and ends a connection whose other side is gone. A query timeout would be
 * ended by a message over another connection, which PostgreSQL's driver waits for, and rewrites
 * statements of MariaDB.
 */
final class Connections implements ConnectionFactory {

  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  private final DataSource dataSource;
  private final int stepTimeoutMillis;
  private final AtomicBoolean complained = new AtomicBoolean();
  private final Map<Connection, Before> changed =
      Collections.synchronizedMap(new IdentityHashMap<>());

  /** Original settings of a connection; the timeout only if it was changed. */
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
   * Some pools throw unchecked where they cannot connect: HikariCP does at its first connection.
   */
  private Connection connection() throws SQLException {
    try {
      return dataSource.getConnection();
    } catch (RuntimeException e) {
      throw new SQLException("The DataSource threw " + e.getClass().getName(), "08001", e);
    }
  }

  /**
   * {@return the timeout that was there before, if it is another one now}. A shorter one stays. No
   * driver that we know gives the executor anything to do.
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

  /** A statement that was carried out is committed, also where the connection is broken. */
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
      // It is broken, and the pool finds out by itself.
    }
  }
}
