// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.growth;

import com.google.inject.Guice;
import com.google.inject.Stage;
import io.hexauth.benchmarks.stores.StoreOfNode;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.servers.PostgresServer;
import io.hexauth.servers.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A table of grants on PostgreSQL. All documents but a few name the primary key. */
final class Table implements AutoCloseable {

  private static final String KEY = "md5(i::text) || md5((-i)::text)";

  final TestDatabase database = PostgresServer.newDatabase();
  private final int rows;

  /**
   * Creates the table and its rows.
   *
   * @param old number of rows whose document names an old key
   */
  Table(int rows, int old) {
    this.rows = rows;
    try (Operations creating = operations(StoreOfNode.postgres(database))) {
      creating.find(
          new GrantKey("0".repeat(64))); // the stores create their tables at the first call
    }
    database.execute(
        """
        INSERT INTO hexauth_grant (k, grant_id, gen, epoch, state, attempt, fmt, key_id, ct, access_exp, created_at,
          updated_at, rev, layout)
        SELECT %s, md5(i::text), 1, 1, 'IDLE', 0, 1, CASE WHEN i > %d THEN '%s' ELSE '%s' END,
          decode(repeat(md5(i::text), 32), 'hex'), i, 1, 1, '0', 1
        FROM generate_series(1, %d) i"""
            .formatted(KEY, rows - old, PlainCipher.OLD, PlainCipher.PRIMARY, rows),
        "VACUUM ANALYZE hexauth_grant",
        "CHECKPOINT");
  }

  int rows() {
    return rows;
  }

  static Operations operations(StoreOfNode node) {
    return Operations.of(
        Guice.createInjector(
            Stage.PRODUCTION,
            new OAuthClientModule(),
            new FeignTransportModule(),
            node.module(),
            binder -> binder.bind(TokenCipher.class).toInstance(new PlainCipher())),
        node);
  }

  /** {@return keys of rows at equal distances in the table} */
  List<GrantKey> keys(int count) throws SQLException {
    List<GrantKey> keys = new ArrayList<>();
    String sql = "SELECT %s FROM generate_series(1, %d, %d) i".formatted(KEY, rows, rows / count);
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        keys.add(new GrantKey(found.getString(1)));
      }
    }
    return keys;
  }

  @Override
  public void close() {
    database.execute("DROP TABLE hexauth_grant");
  }
}
