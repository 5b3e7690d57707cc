// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.statement.Cleanable;

/**
 * Connections on which each statement commits by itself. One that comes with autocommit off gets it
 * for as long as it is here; one that is in a transaction is refused, for switching it on would
 * commit what is not ours. Thread-safe.
 */
final class Connections implements ConnectionFactory {

  private final DataSource dataSource;
  private final Set<Connection> switchedOn =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

  Connections(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  static Dialect dialect(Connection connection) throws SQLException {
    return Dialect.of(connection.getMetaData().getDatabaseProductName())
        .orElseThrow(StoreProblems::unknownDatabase);
  }

  @Override
  public Connection openConnection() throws SQLException {
    Connection connection = dataSource.getConnection();
    boolean ready = false;
    try {
      if (!connection.getAutoCommit()) {
        if (dialect(connection).isInTransaction(connection)) {
          throw StoreProblems.inTransaction();
        }
        connection.setAutoCommit(true);
        switchedOn.add(connection);
      }
      ready = true;
      return connection;
    } finally {
      if (!ready) {
        connection.close();
      }
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

  /** What was carried out stays so, whatever becomes of the connection. */
  private void giveBack(Connection connection) {
    try (connection) {
      if (switchedOn.remove(connection)) {
        connection.setAutoCommit(false);
      }
    } catch (SQLException e) {
      // It is broken, and the pool finds out by itself.
    }
  }
}
