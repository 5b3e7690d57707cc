// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.stores;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Executes the statements of the JDBC adapter on one grant, without the adapter.
 *
 * @param pool the connections of the adapter
 * @param find the statement that reads the grant
 * @param lease the statement that writes a lease
 * @param token the statement that writes a token
 */
public record JdbcByHand(DataSource pool, Executed find, Executed lease, Executed token) {

  /** All columns of a result row. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Row(
      long storeNow,
      String key,
      String revision,
      @Nullable String extra,
      byte @Nullable [] document,
      int layout,
      String grantId,
      long generation,
      long epoch,
      String state,
      int attempt,
      @Nullable String owner,
      @Nullable String attemptId,
      @Nullable Long leaseUntil,
      @Nullable Long notBefore,
      @Nullable String errorCode,
      int format,
      @Nullable String keyId,
      @Nullable String commitId,
      @Nullable Long accessExpires,
      @Nullable Long purgeAt,
      long createdAt,
      long updatedAt) {}

  public Row found() throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = prepared(connection, find);
        ResultSet row = statement.executeQuery()) {
      Grant.done(row.next());
      return read(row);
    }
  }

  public boolean leased() throws SQLException {
    return written(lease);
  }

  public boolean stored() throws SQLException {
    return written(token);
  }

  private boolean written(Executed write) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = prepared(connection, write)) {
      return Grant.done(statement.executeUpdate() == 1);
    }
  }

  private static PreparedStatement prepared(Connection connection, Executed executed)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(executed.sql());
    List<Executed.Parameter> parameters = executed.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      parameters.get(i).set(statement, i + 1);
    }
    return statement;
  }

  private static Row read(ResultSet row) throws SQLException {
    return new Row(
        row.getLong("store_now"),
        row.getString("k"),
        row.getString("rev"),
        row.getString("extra"),
        row.getBytes("ct"),
        row.getInt("layout"),
        row.getString("grant_id"),
        row.getLong("gen"),
        row.getLong("epoch"),
        row.getString("state"),
        row.getInt("attempt"),
        row.getString("owner"),
        row.getString("attempt_id"),
        number(row, "lease_until"),
        number(row, "not_before"),
        row.getString("err_code"),
        row.getInt("fmt"),
        row.getString("key_id"),
        row.getString("commit_id"),
        number(row, "access_exp"),
        number(row, "purge_at"),
        row.getLong("created_at"),
        row.getLong("updated_at"));
  }

  private static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
