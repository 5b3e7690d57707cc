// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.servers.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Running a script: with other nodes at the same time, and with other names. */
class ScriptTest {

  private static final int ATTEMPTS = 10;

  /** H2 accepts longer names than the other databases, and does not cut them. */
  private final TestDatabase database = Backend.h2().database();

  private final AtomicInteger creations = new AtomicInteger();

  /** {@return a connection on which this number of creations fail} */
  private Connection failing(int failures, SQLException failure) throws SQLException {
    Connection connection = database.connect();
    return Proxied.connection(
        (method, arguments) -> {
          Object result = method.invoke(connection, arguments);
          return result instanceof Statement statement
              ? Proxied.of(
                  Statement.class,
                  (call, sql) -> {
                    if (call.getName().equals("execute")
                        && sql[0].toString().contains("CREATE TABLE")
                        && creations.getAndIncrement() < failures) {
                      throw failure;
                    }
                    return call.invoke(statement, sql);
                  })
              : result;
        });
  }

  private static Script script(String name) {
    return new Script(GrantTable.KIND, Optional.empty(), name);
  }

  @ParameterizedTest
  @CsvSource({"1, 42P07", "9, 42P07", "9, 23505", "9, 40001", "9, XX000", "9, 42000"})
  void aCreationThatAnotherNodeDisturbsShouldBeTriedAgain(int failures, String state)
      throws SQLException {
    try (Connection connection = failing(failures, new SQLException("disturbed", state))) {
      script("grants").prepare(connection, Dialect.H2, true);
      assertThat(creations).hasValue(failures + 1);
      script("grants").prepare(connection, Dialect.H2, true);
      assertThat(creations).as("the table is there").hasValue(failures + 1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "42P07, 0, 10",
    "42000, 1064, 10",
    "42501, 0, 1",
    "42000, 1142, 1",
    "42000, 1044, 1",
    "90096, 90096, 1"
  })
  void aCreationThatFailsForGoodShouldEndAndSaySo(String state, int code, int attempts)
      throws SQLException {
    var failure = new SQLException("a text of the driver", state, code);
    try (Connection connection = failing(Integer.MAX_VALUE, failure)) {
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> script("grants").prepare(connection, Dialect.H2, true))
          .withMessageContaining("cannot be created (SQLState " + state + ", error " + code + ")")
          .matches(e -> !e.isRetryable())
          .withNoCause();
      assertThat(creations).hasValue(attempts);
    }
  }

  @ParameterizedTest
  @CsvSource({"08006, 0", "57P01, 0", "3F000, 0", "90079, 90079", "42000, 1049"})
  void aConnectionOrASchemaThatIsGoneShouldEndTheCreationAtOnce(String state, int code)
      throws SQLException {
    var failure = new SQLException("gone", state, code);
    try (Connection connection = failing(ATTEMPTS, failure)) {
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> script("grants").prepare(connection, Dialect.H2, true))
          .isSameAs(failure);
      assertThat(creations).hasValue(1);
    }
  }

  /** PostgreSQL cuts names that are longer than 63. */
  @ParameterizedTest
  @ValueSource(ints = {1, 55, 56, 57, 58, 62, 63})
  void namesOfIndexesShouldFitWhateverTheLengthOfTheNameOfTheTable(int length) throws SQLException {
    String name = "t".repeat(length);
    String stem = "t".repeat(Math.min(length, 56));
    var source = database.dataSource();
    GrantTable.in(source, Optional.empty(), name, true, Duration.ofSeconds(20))
        .look(Duration.ofSeconds(20));
    assertThat(indexes()).containsExactly(stem + "_due", stem + "_key", stem + "_purge");

    JdbcPendingAuthorizationStore.in(
            source, Optional.empty(), name.replace('t', 'p'), true, Duration.ofSeconds(20))
        .look(Duration.ofSeconds(20));
    assertThat(indexes())
        .containsExactly(
            stem.replace('t', 'p') + "_end", stem + "_due", stem + "_key", stem + "_purge")
        .allMatch(index -> index.length() <= 63);
  }

  private Set<String> indexes() throws SQLException {
    var names = new TreeSet<String>();
    try (Connection connection = database.connect();
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT index_name FROM information_schema.indexes"
                        + " WHERE index_type_name = 'INDEX'")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}
