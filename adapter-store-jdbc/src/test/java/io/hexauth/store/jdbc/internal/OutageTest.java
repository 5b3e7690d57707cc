// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.servers.MariaDbServer;
import io.hexauth.servers.PostgresServer;
import io.hexauth.servers.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The server goes down and comes back: calls fail with a typed exception, and then succeed again.
 */
class OutageTest {

  private static final int POOL = 10;
  private static final AtomicInteger USERS = new AtomicInteger();

  /**
   * The ways in which a server disconnects a user, refuses the user, and accepts the user again.
   */
  enum Server {
    POSTGRES(
        "ALTER ROLE %s NOLOGIN",
        "ALTER ROLE %s LOGIN",
        "SELECT pid FROM pg_stat_activity WHERE usename = '%s'",
        "SELECT pg_terminate_backend(%s)"),
    MARIADB(
        "ALTER USER %s ACCOUNT LOCK",
        "ALTER USER %s ACCOUNT UNLOCK",
        "SELECT id FROM information_schema.processlist WHERE user = '%s'",
        "KILL CONNECTION %s");

    private final String shut;
    private final String open;
    private final String sessions;
    private final String end;

    Server(String shut, String open, String sessions, String end) {
      this.shut = shut;
      this.open = open;
      this.sessions = sessions;
      this.end = end;
    }

    TestDatabase database(String user) {
      TestDatabase all =
          this == POSTGRES ? PostgresServer.newDatabase() : MariaDbServer.newDatabase();
      if (this == POSTGRES) {
        all.execute(
            "CREATE ROLE " + user + " LOGIN PASSWORD 'test'",
            "GRANT ALL ON SCHEMA public TO " + user);
      } else {
        all.execute(
            "CREATE USER " + user + " IDENTIFIED BY 'test'",
            "GRANT ALL ON " + all.name() + ".* TO " + user);
      }
      return all;
    }

    void cut(TestDatabase admin, String user) throws SQLException {
      List<Long> ids = new ArrayList<>();
      try (Connection connection = admin.connect()) {
        try (ResultSet rows = connection.createStatement().executeQuery(sessions.formatted(user))) {
          while (rows.next()) {
            ids.add(rows.getLong(1));
          }
        }
        for (long id : ids) {
          connection.createStatement().execute(end.formatted(id));
        }
      }
      assertThat(ids).as("sessions of the user").isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Server.class)
  void storeShouldRecoverWhenTheServerDoes(Server server) throws Exception {
    String user = user();
    TestDatabase admin = server.database(user);
    try (HikariDataSource pool = pool(admin.as(user, "test"))) {
      var store = new JdbcTokenStore(Backend.grants(pool));
      GrantKey key = Grants.key();
      StoredGrant first = Grants.created(store, key);

      admin.execute(server.shut.formatted(user));
      server.cut(admin, user);
      for (int i = 0; i < 3; i++) {
        assertThatExceptionOfType(ServiceUnavailableException.class)
            .isThrownBy(() -> store.find(key))
            .matches(ServiceUnavailableException::isRetryable)
            .matches(e -> e.service() == ServiceUnavailableException.Service.STORE);
        assertThatExceptionOfType(ServiceUnavailableException.class)
            .isThrownBy(() -> Grants.replace(store, key, first, Grants.grant()));
      }

      admin.execute(server.open.formatted(user));
      StoredGrant second = Grants.grant();
      assertThat(withinHalfAMinute(() -> Grants.replace(store, key, first, second))).isTrue();
      assertThat(store.find(key).grant()).contains(second);
    }
  }

  @ParameterizedTest
  @EnumSource(Server.class)
  void storeShouldGetOverAPoolFullOfDeadConnections(Server server) throws Exception {
    String user = user();
    TestDatabase admin = server.database(user);
    try (HikariDataSource pool = pool(admin.as(user, "test"), Duration.ofSeconds(10))) {
      var store = new JdbcTokenStore(Backend.grants(pool));
      GrantKey key = Grants.key();
      Grants.created(store, key);
      fill(pool);
      server.cut(admin, user);

      int failures = 0;
      boolean found = false;
      while (!found && failures <= POOL) {
        try {
          found = store.find(key).grant().isPresent();
        } catch (ServiceUnavailableException e) {
          assertThat(e.isRetryable()).isTrue();
          failures++;
        }
      }
      assertThat(found).as("found after %s failures", failures).isTrue();
      assertThat(Threads.run(POOL, i -> store.find(Grants.key()).grant()))
          .containsOnly(Optional.empty());
    }
  }

  /**
   * {@return true if the step succeeds within half a minute} A pool pauses before it connects
   * again, and each attempt waits half a second for it.
   */
  private static boolean withinHalfAMinute(Supplier<Boolean> step) {
    for (int attempt = 1; ; attempt++) {
      try {
        return step.get();
      } catch (ServiceUnavailableException e) {
        assertThat(attempt).isLessThan(60);
      }
    }
  }

  private static void fill(HikariDataSource pool) throws SQLException {
    List<Connection> all = new ArrayList<>();
    for (int i = 0; i < POOL; i++) {
      all.add(pool.getConnection());
    }
    for (Connection connection : all) {
      connection.close();
    }
  }

  private static String user() {
    return "outage_" + USERS.incrementAndGet() + "_" + Grants.random(4).toLowerCase(Locale.ROOT);
  }

  private static HikariDataSource pool(TestDatabase database) {
    return pool(database, Duration.ofMillis(500));
  }

  private static HikariDataSource pool(TestDatabase database, Duration patience) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(POOL);
    config.setConnectionTimeout(patience.toMillis());
    return new HikariDataSource(config);
  }
}
