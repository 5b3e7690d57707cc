// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.servers.MariaDbServer;
import io.hexauth.servers.PostgresServer;
import io.hexauth.servers.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Database of a test class, with the pools of two nodes. */
record Backend(TestDatabase database, DataSource pool, DataSource otherPool) {

  static final String GRANTS = "hexauth_grant";
  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final String PENDING = "hexauth_pending";

  private static final AtomicInteger H2_DATABASES = new AtomicInteger();

  static Backend postgres() {
    return pooled(PostgresServer.newDatabase());
  }

  static Backend mariaDb() {
    return pooled(MariaDbServer.newDatabase());
  }

  static Backend h2() {
    String name = "hexauth" + H2_DATABASES.incrementAndGet();
    return pooled(new TestDatabase("jdbc:h2:mem:" + name + "", name, "sa", ""));
  }

  private static Backend pooled(TestDatabase database) {
    return new Backend(database, pool(database, 10), pool(database, 10));
  }

  static HikariDataSource pool(TestDatabase database, int size) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(Duration.ofSeconds(20).toMillis());
    return new HikariDataSource(config);
  }

  GrantTable grants() {
    return grants(pool);
  }

  static GrantTable grants(DataSource source) {
    return GrantTable.in(source, Optional.empty(), GRANTS, true, Backend.PATIENCE);
  }

  JdbcTokenStore tokenStore() {
    return new JdbcTokenStore(grants());
  }

  PendingAuthorizationStore pendingStore() {
    return JdbcPendingAuthorizationStore.in(
        pool, Optional.empty(), PENDING, true, Backend.PATIENCE);
  }

  /** Moves every stored instant into the past, without the store. */
  void ageGrants(Duration time) {
    shift(
        GRANTS,
        time,
        "lease_until",
        "not_before",
        "access_exp",
        "purge_at",
        "created_at",
        "updated_at");
  }

  void agePending(Duration time) {
    shift(PENDING, time, "expires_at");
  }

  private void shift(String table, Duration time, String... columns) {
    StringBuilder update = new StringBuilder("UPDATE " + quoted(table) + " SET ");
    String separator = "";
    for (String column : columns) {
      update.append(separator).append(column).append(" = ").append(column);
      update.append(" - ").append(time.toNanos() / 1_000);
      separator = ", ";
    }
    execute(update.toString());
  }

  String quoted(String name) {
    return database.url().startsWith("jdbc:mariadb") ? '`' + name + '`' : '"' + name + '"';
  }

  void execute(String sql) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("A statement of the test failed", e);
    }
  }
}
