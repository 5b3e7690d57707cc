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
 * Empty database on a shared server, which only one test uses. The values are also valid in another
 * process, for example in a JVM that the test starts.
 *
 * @param url the JDBC URL
 * @param name the name of the database
 * @param user a user with all permissions in it, or the user of {@link #as}
 * @param password the password of this user; may be empty
 */
public record TestDatabase(String url, String name, String user, String password) {

  /** {@return the same database for another user, who must exist} */
  public TestDatabase as(String other, String otherPassword) {
    return new TestDatabase(url, name, other, otherPassword);
  }

  /** {@return a new connection} */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  /** Executes the statements on a new connection, and commits each separately. */
  public void execute(String... statements) {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("A statement of the test failed", e);
    }
  }

  /** {@return a source of new connections, without a pool} */
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
