// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.servers.TestDatabase;
import io.hexauth.testkit.fault.FaultProxy;
import io.hexauth.testkit.log.LogCapture;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A database that does not answer: calls end with the timeout. */
class StepTimeoutTest {

  private static final Duration STEP = Duration.ofSeconds(1);

  static Stream<TestDatabase> databases() {
    return Stream.of(Backend.postgres(), Backend.mariaDb()).map(Backend::database);
  }

  /** Without a thread around it, so that the step itself would wait forever. */
  @ParameterizedTest
  @MethodSource("databases")
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aStepIntoABlackHoleShouldEndInATypedFailureAfterItsTimeout(TestDatabase database)
      throws Exception {
    createTables(database);
    try (FaultProxy proxy = FaultProxy.to(port(database));
        Connection connection = through(proxy, database).connect()) {
      var store = new JdbcTokenStore(grants(always(connection)));
      GrantKey key = Grants.key();
      Grants.created(store, key);
      proxy.blackHole();

      long start = System.nanoTime();
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> store.find(key))
          .matches(ServiceUnavailableException::isRetryable)
          .matches(e -> e.service() == Service.STORE);

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(STEP.multipliedBy(9).dividedBy(10), STEP.multipliedBy(5));
      assertThat(connection.isClosed()).as("no later call gets an old answer from it").isTrue();
      proxy.pass();
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void thePoolShouldServeAgainWhenTheNetworkDoes(TestDatabase database) {
    createTables(database);
    try (FaultProxy proxy = FaultProxy.to(port(database));
        HikariDataSource pool = pool(through(proxy, database))) {
      var store = new JdbcTokenStore(grants(pool));
      GrantKey key = Grants.key();
      Grants.created(store, key);
      proxy.blackHole();
      for (int i = 0; i < 3; i++) {
        assertThatExceptionOfType(ServiceUnavailableException.class)
            .isThrownBy(() -> store.find(key))
            .matches(ServiceUnavailableException::isRetryable);
      }

      proxy.pass();

      assertThat(isFoundAtLast(store, key)).isTrue();
    }
  }

  /**
   * Creates the tables without a timeout, because a database may take longer for them than for a
   * step.
   */
  private static void createTables(TestDatabase database) {
    new JdbcTokenStore(Backend.grants(database.dataSource())).find(Grants.key());
  }

  /**
   * {@return true if the grant is found in the end} Each attempt waits a quarter of a second for
   * the pool.
   */
  private static boolean isFoundAtLast(JdbcTokenStore store, GrantKey key) {
    for (int attempt = 1; ; attempt++) {
      try {
        return store.find(key).grant().isPresent();
      } catch (ServiceUnavailableException e) {
        assertThat(attempt).isLessThan(100);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aConnectionShouldComeBackWithTheTimeoutThatItHad(TestDatabase database) throws Exception {
    try (Connection connection = database.connect()) {
      List<Integer> during = new ArrayList<>();
      var store = new JdbcTokenStore(grants(always(observed(connection, during))));
      for (int before : new int[] {0, 60_000, 500}) {
        connection.setNetworkTimeout(Runnable::run, before);
        store.find(Grants.key());
        assertThat(connection.getNetworkTimeout()).isEqualTo(before);
      }
      assertThat(during).endsWith(1_000, 1_000, 500);
    }
  }

  @Test
  void aPoolThatTakesNoTimeoutShouldBeSaidOnceAndServeAllTheSame() throws Exception {
    try (Connection connection = Backend.h2().database().connect();
        LogCapture log = LogCapture.start()) {
      var store = new JdbcTokenStore(grants(always(refusing(connection))));
      GrantKey key = Grants.key();
      Grants.created(store, key);
      assertThat(store.find(key).grant()).isPresent();
      assertThat(log.text()).containsOnlyOnce("do not support a network timeout (SQLState 0A000)");
    }
  }

  private static GrantTable grants(DataSource source) {
    return GrantTable.in(source, Optional.empty(), Backend.GRANTS, true, STEP);
  }

  private static int port(TestDatabase database) {
    return URI.create(database.url().substring("jdbc:".length())).getPort();
  }

  private static TestDatabase through(FaultProxy proxy, TestDatabase database) {
    String url = database.url().replace(":" + port(database) + "/", ":" + proxy.port() + "/");
    return new TestDatabase(url, database.name(), database.user(), database.password());
  }

  private static HikariDataSource pool(TestDatabase database) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(2);
    config.setConnectionTimeout(250);
    config.setValidationTimeout(250);
    config.setInitializationFailTimeout(20_000);
    return new HikariDataSource(config);
  }

  /** {@return a source that always returns this connection, which stays open} */
  private static DataSource always(Connection connection) {
    Connection unclosed = Proxied.unclosed(connection);
    return Proxied.source(() -> unclosed);
  }

  private static Connection observed(Connection connection, List<Integer> timeouts) {
    return Proxied.connection(
        (method, arguments) -> {
          if (method.getName().startsWith("prepare")) {
            timeouts.add(connection.getNetworkTimeout());
          }
          return method.invoke(connection, arguments);
        });
  }

  private static Connection refusing(Connection connection) {
    return Proxied.connection(
        (method, arguments) -> {
          if (method.getName().equals("setNetworkTimeout")) {
            throw new SQLFeatureNotSupportedException("not here", "0A000");
          }
          return method.invoke(connection, arguments);
        });
  }
}
