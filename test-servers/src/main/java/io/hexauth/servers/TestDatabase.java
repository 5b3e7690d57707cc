// SPDX-License-Identifier: Apache-2.0
package io.hexauth.servers;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * An empty database of one's own on a shared server. It is what it says also in another process: a
 * test may hand it to a JVM that it starts.
 *
 * @param url for JDBC
 * @param name of the database
 * @param user with all rights in it, or the user that {@link #as} named
 * @param password of this user; may be empty
 */
public record TestDatabase(String url, String name, String user, String password) {

  /** {@return the same database for another user, who must have been created} */
  public TestDatabase as(String other, String otherPassword) {
    return new TestDatabase(url, name, other, otherPassword);
  }

  /** {@return a new connection} */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  /** Executes each statement by itself, on a connection of its own. */
  public void execute(String... statements) {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The test's own statement failed", e);
    }
  }

  /** {@return a source of new connections: nothing is pooled} */
  public DataSource dataSource() {
    return new Unpooled(this);
  }

  private record Unpooled(TestDatabase database) implements DataSource {

    @Override
    public Connection getConnection() throws SQLException {
      return database.connect();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      return database.as(user, password).connect();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public int getLoginTimeout() {
      return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      return false;
    }
  }
}
