// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.servers.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Connection pools with different settings: with one connection, with autocommit off, behind a
 * proxy.
 */
class ConnectionsTest {

  private static final int THREADS = 24;

  static Stream<TestDatabase> databases() {
    return Stream.of(Backend.postgres(), Backend.mariaDb(), Backend.h2()).map(Backend::database);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aPoolOfOneShouldServeManyThreads(TestDatabase database) throws Exception {
    try (HikariDataSource pool = Backend.pool(database, 1)) {
      var store = new JdbcTokenStore(Backend.grants(pool));
      GrantKey shared = Grants.key();
      StoredGrant first = Grants.created(store, shared);

      List<Boolean> replaced =
          Threads.run(
              THREADS,
              i -> {
                GrantKey own = Grants.key();
                StoredGrant mine = Grants.created(store, own);
                assertThat(Grants.replace(store, own, mine, Grants.grant())).isTrue();
                return Grants.replace(store, shared, first, Grants.grant());
              });

      assertThat(replaced).filteredOn(written -> written).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void everyCallShouldTakeOneRoundTrip(TestDatabase database) {
    var statements = new AtomicInteger();
    var store =
        new JdbcTokenStore(
            Backend.grants(Proxied.source(() -> counting(database.connect(), statements))));
    GrantKey key = Grants.key();
    StoredGrant first = Grants.created(store, key);
    StoredGrant leased = Grants.next(first, "state", "INTENT").withSameDocument();
    Instant end = store.find(key).storeNow().plusSeconds(60);
    statements.set(0);

    assertThat(store.replace(key, Optional.of(first.revision()), leased, Optional.of(end)))
        .isTrue();
    assertThat(statements).hasValue(1);
    assertThat(Grants.replace(store, key, leased, Grants.grant())).isTrue();
    assertThat(statements).hasValue(2);
    assertThat(Grants.replace(store, key, leased, Grants.grant())).isFalse();
    assertThat(Grants.create(store, key, Grants.grant())).isFalse();
    assertThat(statements).hasValue(4);
    store.find(key);
    assertThat(statements).hasValue(5);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void everyStepShouldCommitByItselfWhereAutocommitIsOff(TestDatabase database) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(1);
    config.setAutoCommit(false);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      var store = new JdbcTokenStore(Backend.grants(pool));
      var other = new JdbcTokenStore(Backend.grants(database.dataSource()));
      GrantKey key = Grants.key();
      StoredGrant first = Grants.created(store, key);
      assertThat(other.find(key).grant()).contains(first);
      StoredGrant second = Grants.grant();
      assertThat(Grants.replace(store, key, first, second)).isTrue();
      assertThat(other.find(key).grant()).contains(second);
      try (Connection connection = pool.getConnection()) {
        assertThat(connection.getAutoCommit()).as("it comes back as it was").isFalse();
      }
    }
  }

  /** If a pool lets each thread of a new process wait, all of them must wait at the same time. */
  @Test
  void threadsShouldNotWaitForOneAnotherWhenTheDatabaseIsDown() throws Exception {
    var all = new CyclicBarrier(THREADS);
    var store =
        new JdbcTokenStore(
            Backend.grants(
                Proxied.source(
                    () -> {
                      meet(all);
                      throw new SQLException("down", "08001");
                    })));

    List<Boolean> failed =
        Threads.run(
            THREADS,
            i -> {
              assertThatExceptionOfType(ServiceUnavailableException.class)
                  .isThrownBy(() -> store.find(Grants.key()))
                  .matches(ServiceUnavailableException::isRetryable);
              return true;
            });

    assertThat(failed).hasSize(THREADS);
  }

  private static void meet(CyclicBarrier all) {
    try {
      all.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("Not all threads ask for a connection at once", e);
    }
  }

  /** Without a pool in between, which would restore the setting itself. */
  @ParameterizedTest
  @MethodSource("databases")
  void aConnectionShouldBeGivenBackWithAutocommitOffWhereItCameSo(TestDatabase database)
      throws Exception {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      var store =
          new JdbcTokenStore(Backend.grants(Proxied.source(() -> Proxied.unclosed(connection))));

      GrantKey key = Grants.key();
      Grants.created(store, key);
      assertThat(connection.getAutoCommit()).as("after a step").isFalse();

      database.execute("DELETE FROM " + table(database), "DROP TABLE " + table(database));
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> Grants.create(store, key, Grants.grant()));
      assertThat(connection.getAutoCommit()).as("after a step that failed").isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aConnectionInATransactionShouldBeRefusedAndLeftAlone(TestDatabase database)
      throws Exception {
    new JdbcTokenStore(Backend.grants(database.dataSource())).find(Grants.key());
    database.execute("CREATE TABLE orders (id int)");
    try (Connection callers = database.connect();
        Statement statement = callers.createStatement()) {
      callers.setAutoCommit(false);
      statement.executeUpdate("INSERT INTO orders VALUES (1)");
      var taken = new AtomicInteger();
      var joined =
          new JdbcTokenStore(
              Backend.grants(
                  Proxied.source(
                      () -> {
                        taken.incrementAndGet();
                        return Proxied.closedBy(callers, taken::decrementAndGet);
                      })));

      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> Grants.create(joined, Grants.key(), Grants.grant()))
          .withMessageContaining("already in a transaction")
          .matches(e -> !e.isRetryable());

      assertThat(taken).as("connections that were not given back").hasValue(0);
      assertThat(callers.getAutoCommit()).isFalse();
      callers.rollback();
    }
    assertThat(count(database, "orders")).as("what the caller rolled back").isZero();
  }

  /** Behind such a proxy, the next statement may run in another session. */
  @ParameterizedTest
  @MethodSource("databases")
  void noStatementShouldNeedTheSessionOfAnother(TestDatabase database) throws Exception {
    var store =
        new JdbcTokenStore(
            Backend.grants(Proxied.source(() -> switching(database.connect(), database))));
    GrantKey key = Grants.key();
    StoredGrant first = Grants.created(store, key);
    StoredGrant second = Grants.grant();
    assertThat(Grants.replace(store, key, first, second)).isTrue();
    assertThat(Grants.replace(store, key, first, Grants.grant())).isFalse();
    assertThat(Grants.create(store, key, Grants.grant())).isFalse();
    assertThat(store.find(key).grant()).contains(second);
  }

  private static String table(TestDatabase database) {
    char quote = database.url().startsWith("jdbc:mariadb") ? '`' : '"';
    return quote + Backend.GRANTS + quote;
  }

  private static Connection counting(Connection connection, AtomicInteger statements) {
    return Proxied.connection(
        (method, arguments) -> {
          if (method.getName().startsWith("prepare") || method.getName().startsWith("create")) {
            statements.incrementAndGet();
          }
          return method.invoke(connection, arguments);
        });
  }

  private static Connection switching(Connection connection, TestDatabase database) {
    return Proxied.connection(
        (method, arguments) -> {
          if (!method.getName().startsWith("prepare")) {
            return method.invoke(connection, arguments);
          }
          // The connection stays open until the test ends; the databases allow that.
          return method.invoke(database.connect(), arguments);
        });
  }

  private static int count(TestDatabase database, String table) throws SQLException {
    try (Connection connection = database.connect();
        ResultSet rows =
            connection.createStatement().executeQuery("SELECT COUNT(*) FROM " + table)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
