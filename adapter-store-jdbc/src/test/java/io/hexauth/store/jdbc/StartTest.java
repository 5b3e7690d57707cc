// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.inject.CreationException;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.servers.MariaDbServer;
import io.hexauth.servers.PostgresServer;
import io.hexauth.testkit.guice.StrictInjector;
import io.hexauth.testkit.log.LogCapture;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages about the database at the start of an application, before the first user needs it. */
class StartTest {

  private static final GrantKey KEY = new GrantKey("a".repeat(64));

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private static final JdbcStoreConfig CONFIG =
      JdbcStoreConfig.defaults().withStepTimeout(Duration.ofSeconds(20));

  static Stream<DataSource> databases() {
    return Stream.of(
        PostgresServer.newDatabase().dataSource(), MariaDbServer.newDatabase().dataSource(), h2());
  }

  private static DataSource h2() {
    var source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:start" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
    return source;
  }

  private static Injector start(JdbcStoreConfig config, DataSource source) {
    return StrictInjector.create(new JdbcStoreModule(config), bound(source));
  }

  private static Module bound(DataSource source) {
    return binder -> binder.bind(Key.get(DataSource.class, OAuthJdbc.class)).toInstance(source);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void startShouldFailWithTheScriptsOfBothTablesWhenTheyAreMissing(DataSource source) {
    assertThatExceptionOfType(CreationException.class)
        .isThrownBy(() -> start(CONFIG, source))
        .withMessageContaining("there is no table hexauth_grant")
        .withMessageContaining("V1__hexauth_grant.sql")
        .withMessageContaining("there is no table hexauth_pending")
        .withMessageContaining("V2__hexauth_pending.sql")
        .withMessageContaining("createTables");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void startShouldFailWhenATableLacksAColumn(DataSource source) throws Exception {
    start(CONFIG.withCreateTables(true), source);
    start(CONFIG, source);
    try (var connection = source.getConnection();
        var statement = connection.createStatement()) {
      String quote = connection.getMetaData().getIdentifierQuoteString();
      String table = quote + "hexauth_pending" + quote;
      statement.execute("ALTER TABLE " + table + " DROP COLUMN fmt");
      statement.execute("ALTER TABLE " + table.replace("pending", "grant") + " DROP COLUMN gen");
    }

    assertThatExceptionOfType(CreationException.class)
        .isThrownBy(() -> start(CONFIG, source))
        .withMessageContaining("the table hexauth_grant lacks a column (gen)")
        .withMessageContaining("V1__hexauth_grant.sql")
        .withMessageContaining("the table hexauth_pending lacks a column (fmt)")
        .withMessageContaining("V2__hexauth_pending.sql");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void startShouldFailWithTheNameOfTheSchemaWhenThatIsMissing(DataSource source) {
    assertThatExceptionOfType(CreationException.class)
        .isThrownBy(() -> start(CONFIG.withSchema("Nowhere").withCreateTables(true), source))
        .withMessageContaining("Nowhere")
        .withMessageContaining("createTables creates no schema");
  }

  @Test
  void theTwoSingleModulesShouldLookAsBothDo() {
    for (Module module :
        List.of(
            new JdbcTokenStoreModule(CONFIG), new JdbcPendingAuthorizationStoreModule(CONFIG))) {
      assertThatExceptionOfType(CreationException.class)
          .isThrownBy(() -> StrictInjector.create(module, bound(h2())))
          .withMessageContaining("there is no table");
    }
  }

  static Stream<Exception> refusals() {
    return Stream.of(
        new SQLException("refused", "08001"),
        new SQLTransientConnectionException("no connection within 2000 ms"),
        new PoolInitializationException(new SQLException("refused", "08001")));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void startShouldGoOnWithAWarningForEachTableWhenTheDatabaseIsDown(Exception refusal) {
    DataSource down =
        source(
            () -> {
              throw refusal;
            });
    try (LogCapture log = LogCapture.start()) {
      Injector injector = start(CONFIG, down);

      assertThat(warnings(log))
          .hasSize(2)
          .anyMatch(line -> line.contains("hexauth_grant"))
          .anyMatch(line -> line.contains("hexauth_pending"))
          .allMatch(line -> line.contains("there is no connection to the database"));
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> injector.getInstance(TokenStore.class).find(KEY))
          .matches(ServiceUnavailableException::isRetryable);
    }
  }

  @Test
  void startShouldNotWaitLongerThanAStepForADatabaseThatHangs() throws Exception {
    var end = new CountDownLatch(1);
    var database = h2();
    start(CONFIG.withCreateTables(true), database);
    DataSource hanging =
        source(
            () -> {
              end.await();
              return database.getConnection();
            });
    try (LogCapture log = LogCapture.start()) {
      Injector injector = start(CONFIG.withStepTimeout(Duration.ofMillis(50)), hanging);
      assertThat(warnings(log)).hasSize(2).allMatch(line -> line.contains("did not answer"));
      end.countDown();
      assertThat(injector.getInstance(TokenStore.class).find(KEY).grant()).isEmpty();
      assertThat(injector.getInstance(PendingAuthorizationStore.class).take(KEY)).isEmpty();
    } finally {
      end.countDown();
    }
  }

  private static List<String> warnings(LogCapture log) {
    return log.lines().stream()
        .filter(line -> line.contains("WARN") && line.contains("hexauth_"))
        .toList();
  }

  private static DataSource source(Callable<?> connections) {
    return (DataSource)
        Proxy.newProxyInstance(
            StartTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> connections.call());
  }
}
