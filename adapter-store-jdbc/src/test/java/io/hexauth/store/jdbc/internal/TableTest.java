// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.servers.TestDatabase;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a table remembers of its database, and what it makes of a failure. */
class TableTest {

  /** More than there are attempts at one thing. */
  private static final int MANY = 50;

  private final TestDatabase database = Backend.h2().database();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();

  /** Where the first step of a table fails. */
  private enum Place {
    CONNECTION,
    PRODUCT_NAME,
    LOOK_FOR_THE_TABLE,
    CREATION
  }

  private DataSource failing(Place place, SQLException failure) {
    return Proxied.source(
        () -> {
          if (place == Place.CONNECTION && failures.getAndDecrement() > 0) {
            throw failure;
          }
          Connection connection = database.connect();
          open.incrementAndGet();
          return failing(connection, place, failure);
        });
  }

  private Connection failing(Connection connection, Place place, SQLException failure) {
    return Proxied.connection(
        (method, arguments) -> {
          if (method.getName().equals("close")) {
            open.decrementAndGet();
          }
          if (method.getName().equals("getMetaData")
              && place == Place.PRODUCT_NAME
              && failures.getAndDecrement() > 0) {
            throw failure;
          }
          Object result = method.invoke(connection, arguments);
          return result instanceof Statement statement && !(result instanceof PreparedStatement)
              ? failing(statement, place, failure)
              : result;
        });
  }

  private Statement failing(Statement statement, Place place, SQLException failure) {
    return Proxied.of(
        Statement.class,
        (method, arguments) -> {
          if (method.getName().equals("execute")
              && place
                  == (arguments[0].toString().contains("CREATE")
                      ? Place.CREATION
                      : Place.LOOK_FOR_THE_TABLE)
              && failures.getAndDecrement() > 0) {
            throw failure;
          }
          return method.invoke(statement, arguments);
        });
  }

  /** A node that starts while its database is down must not remember that. */
  @ParameterizedTest
  @EnumSource(Place.class)
  void aFirstStepThatFailedShouldBeForgotten(Place place) {
    for (String state : List.of("08006", "42501", "53300")) {
      var store = store(failing(place, new SQLException("failed by the test", state)), state);
      failures.set(MANY);
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> store.find(Grants.key()));
      assertThat(open).as("connections that were not given back").hasValue(0);
      failures.set(0);

      GrantKey key = Grants.key();
      assertThat(store.lease(Grants.creation(key)).done()).isTrue();
      assertThat(store.find(key).record()).isPresent();
      assertThat(open).hasValue(0);
    }
  }

  private static JdbcTokenStore store(DataSource source, String name) {
    return new JdbcTokenStore(
        GrantTable.in(source, Optional.empty(), "grants_" + name, true, Duration.ofSeconds(20)));
  }

  @Test
  void anotherDatabaseShouldBeForgottenOnceThereIsAKnownOne() {
    var product = new ArrayList<>(List.of("Another Database"));
    var store =
        store(
            Proxied.source(
                () -> {
                  Connection connection = database.connect();
                  return Proxied.connection(
                      (method, arguments) ->
                          method.getName().equals("getMetaData") && !product.isEmpty()
                              ? Proxied.of(DatabaseMetaData.class, (m, a) -> product.remove(0))
                              : method.invoke(connection, arguments));
                }),
            "product");
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> store.find(Grants.key()))
        .withMessageContaining("none of PostgreSQL, MariaDB and H2")
        .matches(e -> !e.isRetryable());
    assertThat(store.find(Grants.key()).done()).isFalse();
  }

  @Test
  void aMissingConnectionShouldBeToldWithWhatTheSourceThrew() {
    var refused = new SQLException("refused", "08001");
    var unchecked = new IllegalStateException("the pool has not started");
    failures.set(1);
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> store(failing(Place.CONNECTION, refused), "cause").find(Grants.key()))
        .withCause(refused);
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(
            () ->
                store(
                        Proxied.source(
                            () -> {
                              throw unchecked;
                            }),
                        "cause")
                    .find(Grants.key()))
        .withRootCauseInstanceOf(IllegalStateException.class)
        .matches(ServiceUnavailableException::isRetryable);
  }

  /** On MariaDB, what a failed statement has left is rolled back; that may fail as well. */
  @ParameterizedTest
  @ValueSource(strings = {"08006", "HY000", "42000"})
  void aFailedRollbackShouldNotHideWhatFailedBeforeIt(String state) {
    var rollbacks = new AtomicInteger();
    DataSource source =
        Proxied.source(
            () ->
                Proxied.connection(
                    (method, arguments) -> {
                      switch (method.getName()) {
                        case "getNetworkTimeout":
                          return 1;
                        case "getAutoCommit":
                          return true;
                        case "getMetaData":
                          return Proxied.of(DatabaseMetaData.class, (m, a) -> "MariaDB");
                        case "createStatement":
                          rollbacks.incrementAndGet();
                          throw new SQLException("the rollback failed", "22000", 7);
                        case "prepareStatement":
                          throw new SQLException("the statement failed", state, 1205);
                        default:
                          return method.getReturnType() == boolean.class ? false : null;
                      }
                    }));
    var table = GrantTable.in(source, Optional.empty(), "grants", false, Duration.ofSeconds(1));

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> new JdbcTokenStore(table).find(Grants.key()))
        .withMessageContaining("SQLState " + state + ", error 1205");

    assertThat(rollbacks).hasValue(1);
  }

  @Test
  void theSqlFailureShouldBeFoundHoweverDeepItIs() {
    var sql = new SQLException("deep", "23505");
    assertThat(Table.sqlException(sql)).contains(sql);
    assertThat(
            Table.sqlException(new IllegalStateException(new IllegalArgumentException("x", sql))))
        .contains(sql);
    assertThat(Table.sqlException(new IllegalStateException("nothing of SQL"))).isEmpty();
  }
}
