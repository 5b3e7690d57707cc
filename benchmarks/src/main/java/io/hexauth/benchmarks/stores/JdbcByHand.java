// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.stores;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The statements of the adapter, carried out as somebody would who needs nothing else.
 *
 * @param pool the adapter's
 * @param find as the adapter sends it
 * @param commit as the adapter sends it
 */
record JdbcByHand(DataSource pool, String find, String commit) {

  /** All columns of the answer. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Row(
      boolean written,
      boolean over,
      long storeNow,
      String key,
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
      byte @Nullable [] document,
      @Nullable Long accessExpires,
      long createdAt,
      long updatedAt) {}

  Row find(Grant grant) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(find)) {
      statement.setString(1, grant.key.value());
      return only(statement);
    }
  }

  Row commit(Grant grant) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(commit)) {
      statement.setInt(1, grant.envelope.format());
      statement.setString(2, grant.envelope.keyId());
      statement.setBytes(3, grant.envelope.bytes());
      statement.setLong(4, ChronoUnit.MICROS.between(Instant.EPOCH, grant.accessExpiresAt));
      statement.setNull(5, Types.BIGINT);
      statement.setString(6, grant.key.value());
      statement.setString(7, grant.id.value());
      statement.setLong(8, grant.next());
      return only(statement);
    }
  }

  private static Row only(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        throw new IllegalStateException("The statement has done nothing");
      }
      return new Row(
          row.getInt("written") > 0,
          row.getInt("is_over") == 1,
          row.getLong("store_now"),
          row.getString("k"),
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
          row.getBytes("ct"),
          number(row, "access_exp"),
          row.getLong("created_at"),
          row.getLong("updated_at"));
    }
  }

  private static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
