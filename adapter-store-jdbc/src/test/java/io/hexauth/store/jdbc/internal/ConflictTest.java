// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.servers.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A statement that the database rolled back for the sake of another one is carried out again. */
class ConflictTest {

  private static final int MOST_EXECUTIONS = 21;

  private final TestDatabase database = Backend.h2().database();
  private final AtomicInteger conflicts = new AtomicInteger();
  private final AtomicInteger executions = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();

  private JdbcTokenStore store(String state) {
    var store = new JdbcTokenStore(Backend.grants(Proxied.source(() -> conflicting(state))));
    store.find(Grants.key());
    executions.set(0);
    return store;
  }

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01", "40002", "90131"})
  void aStepShouldBeCarriedOutAgainWhenItWasRolledBackOnce(String state) {
    var store = store(state);
    GrantKey key = Grants.key();
    conflicts.set(1);

    assertThat(store.put(Grants.put(key, Optional.empty())).done()).isTrue();

    assertThat(executions).hasValue(2);
    assertThat(store.find(key).record()).isPresent();
    assertThat(open).as("connections that were not given back").hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01", "40002", "90131"})
  void aStepShouldFailTypedWhenItIsRolledBackEachTime(String state) {
    var store = store(state);
    conflicts.set(Integer.MAX_VALUE);

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> store.put(Grants.put(Grants.key(), Optional.empty())))
        .withMessageContaining(state)
        .matches(e -> e.service() == Service.STORE)
        .matches(ServiceUnavailableException::isRetryable);

    assertThat(executions).hasValue(MOST_EXECUTIONS);
    assertThat(open).as("connections that were not given back").hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"08006", "57P01", "22001", "23514", "42601", "HY000"})
  void aStepShouldNotBeCarriedOutAgainAfterAnotherFailure(String state) {
    var store = store(state);
    conflicts.set(1);

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> store.put(Grants.put(Grants.key(), Optional.empty())));

    assertThat(executions).hasValue(1);
  }

  private Connection conflicting(String state) throws SQLException {
    Connection connection = database.connect();
    open.incrementAndGet();
    return Proxied.connection(
        (method, arguments) -> {
          if (method.getName().equals("close")) {
            open.decrementAndGet();
          }
          Object result = method.invoke(connection, arguments);
          return result instanceof PreparedStatement statement
              ? conflicting(statement, state)
              : result;
        });
  }

  private PreparedStatement conflicting(PreparedStatement statement, String state) {
    return Proxied.statement(
        (method, arguments) -> {
          if (method.getName().startsWith("execute")) {
            executions.incrementAndGet();
            if (conflicts.getAndDecrement() > 0) {
              throw new SQLException("rolled back by the test", state);
            }
          }
          return method.invoke(statement, arguments);
        });
  }
}
