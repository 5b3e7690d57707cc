// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.StoredGrant;
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

/** State that a table keeps about its database, and failures of its first call. */
class TableTest {

  /** More than the number of attempts of one step. */
  private static final int MANY = 50;

  private final TestDatabase database = Backend.h2().database();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();

  /** Place at which the first call of a table fails. */
  private enum Place {
    CONNECTION("no statement"),
    PRODUCT_NAME("no statement"),
    DURABILITY("WRITE_DELAY"),
    LOOK_FOR_THE_TABLE("WHERE 1 = 0"),
    CREATION("CREATE");

    private final String sql;

    Place(String sql) {
      this.sql = sql;
    }
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
          if (method.getName().startsWith("execute")
              && arguments[0].toString().contains(place.sql)
              && failures.getAndDecrement() > 0) {
            throw failure;
          }
          return method.invoke(statement, arguments);
        });
  }

  /** A node that starts while its database is down must try again later. */
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
      StoredGrant grant = Grants.created(store, key);
      assertThat(store.find(key).grant()).contains(grant);
      assertThat(open).hasValue(0);
    }
  }

  private static JdbcTokenStore store(DataSource source, String name) {
    return new JdbcTokenStore(
        GrantTable.in(source, Optional.empty(), "grants_" + name, true, Duration.ofSeconds(20)));
  }

  @Test
  void aTableShouldBeLookedAtByTheFirstStepOnly() {
    var looks = new AtomicInteger();
    var store =
        store(
            Proxied.source(
                () -> {
                  Connection connection = database.connect();
                  return Proxied.connection(
                      (method, arguments) -> {
                        looks.addAndGet(method.getName().equals("getMetaData") ? 1 : 0);
                        return method.invoke(connection, arguments);
                      });
                }),
            "once");
    store.find(Grants.key());
    int first = looks.get();
    assertThat(first).isPositive();

    store.find(Grants.key());
    Grants.created(store, Grants.key());

    assertThat(looks).hasValue(first);
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
        .withMessageContaining("not PostgreSQL, MariaDB or H2")
        .matches(e -> !e.isRetryable());
    assertThat(store.find(Grants.key()).grant()).isEmpty();
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

  @Test
  void theSqlFailureShouldBeFoundHoweverDeepItIs() {
    var sql = new SQLException("deep", "23505");
    assertThat(SqlStates.sqlException(sql)).contains(sql);
    assertThat(
            SqlStates.sqlException(
                new IllegalStateException(new IllegalArgumentException("x", sql))))
        .contains(sql);
    assertThat(SqlStates.sqlException(new IllegalStateException("nothing of SQL"))).isEmpty();
  }
}
