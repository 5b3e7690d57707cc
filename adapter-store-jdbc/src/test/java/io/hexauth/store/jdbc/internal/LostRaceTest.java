// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.servers.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A write that failed because of another write returns false; every other failure is thrown. */
class LostRaceTest {

  private static final int MOST_EXECUTIONS = 21;

  private final TestDatabase database = Backend.h2().database();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger executions = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();

  private JdbcTokenStore store(String state, int code) {
    var store = new JdbcTokenStore(Backend.grants(Proxied.source(() -> failing(state, code))));
    store.find(Grants.key());
    executions.set(0);
    return store;
  }

  @ParameterizedTest
  @CsvSource({
    "23505, 0", // PostgreSQL, H2: duplicate key
    "23000, 1062", // MariaDB: duplicate key
    "40001, 0", // serialization failure; on MariaDB also deadlock and failed certification
    "40001, 1213",
    "40P01, 0", // PostgreSQL: deadlock
    "40000, 0",
    "40002, 0",
    "90131, 90131", // H2: concurrent update
    "HY000, 1020" // MariaDB: newer than the snapshot
  })
  void aWriteThatLostShouldBeFalseAndNotBeRepeated(String state, int code) {
    var store = store(state, code);
    GrantKey key = Grants.key();
    failures.set(1);
    assertThat(Grants.create(store, key, Grants.grant())).isFalse();
    StoredGrant first = Grants.created(store, key);
    failures.set(1);
    assertThat(Grants.replace(store, key, first, Grants.grant())).isFalse();

    assertThat(executions).hasValue(3);
    assertThat(store.find(key).grant()).contains(first);
    assertThat(open).as("connections that were not given back").hasValue(0);
  }

  @ParameterizedTest
  @CsvSource({
    "08006, 0, true",
    "57P01, 0, true",
    "57014, 0, true", // PostgreSQL: statement_timeout
    "55P03, 0, true", // PostgreSQL: lock_timeout
    "40003, 0, true", // the outcome of the statement is unknown
    "HY000, 1205, true", // MariaDB: lock wait timeout
    "HYT00, 50200, true", // H2: lock timeout
    "HY000, 0, true",
    "23000, 1048, true", // MariaDB: another constraint
    "23502, 0, true",
    "23514, 0, true",
    "22001, 0, false",
    "42601, 0, false",
    "42501, 0, false"
  })
  void aWriteThatFailedOtherwiseShouldBeThrownAndNotBeRepeated(
      String state, int code, boolean retryable) {
    var store = store(state, code);
    failures.set(1);

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> Grants.create(store, Grants.key(), Grants.grant()))
        .withMessageContaining(state)
        .matches(e -> e.service() == Service.STORE)
        .matches(e -> e.isRetryable() == retryable);

    assertThat(executions).hasValue(1);
    assertThat(open).as("connections that were not given back").hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01", "40002", "90131"})
  void aReadShouldBeRepeatedWhenItMetAConflict(String state) {
    var store = store(state, 0);
    GrantKey key = Grants.key();
    StoredGrant grant = Grants.created(store, key);
    executions.set(0);
    failures.set(1);

    assertThat(store.find(key).grant()).contains(grant);

    assertThat(executions).hasValue(2);
    assertThat(open).as("connections that were not given back").hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01", "40002", "90131"})
  void aReadShouldFailTypedWhenItMeetsAConflictEachTime(String state) {
    var store = store(state, 0);
    failures.set(Integer.MAX_VALUE);

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> store.find(Grants.key()))
        .withMessageContaining(state)
        .matches(ServiceUnavailableException::isRetryable);

    assertThat(executions).hasValue(MOST_EXECUTIONS);
    assertThat(open).as("connections that were not given back").hasValue(0);
  }

  private Connection failing(String state, int code) throws SQLException {
    Connection connection = database.connect();
    open.incrementAndGet();
    return Proxied.connection(
        (method, arguments) -> {
          if (method.getName().equals("close")) {
            open.decrementAndGet();
          }
          Object result = method.invoke(connection, arguments);
          return result instanceof PreparedStatement statement
              ? failing(statement, state, code)
              : result;
        });
  }

  private PreparedStatement failing(PreparedStatement statement, String state, int code) {
    return Proxied.statement(
        (method, arguments) -> {
          if (method.getName().startsWith("execute")) {
            executions.incrementAndGet();
            if (failures.getAndDecrement() > 0) {
              throw new SQLException("failed by the test", state, code);
            }
          }
          return method.invoke(statement, arguments);
        });
  }
}
