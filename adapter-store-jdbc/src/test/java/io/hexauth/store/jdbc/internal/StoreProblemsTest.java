// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Content of a failure: whether a retry helps, and no stored value. */
class StoreProblemsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "40001 1213", "40P01 0", "90131 90131", "23514 0", "23505 0", "23000 1062", "53300 0",
        "55P03 0", "57014 0", "25006 0", "HY000 1205", "4 0", "2 0", "- 0"
      })
  void aFailureThatPassesShouldBeRetryableWithoutTheTextOfTheDriver(String stateAndCode) {
    isTold(stateAndCode, true, false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"08000 0", "08006 0", "08S01 0", "57P01 0", "57P03 0", "08001 1044"})
  void aFailureOfTheConnectionShouldBeRetryableWithItsCause(String stateAndCode) {
    isTold(stateAndCode, true, true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "42000 1064",
        "42P01 0",
        "42501 0",
        "42601 0",
        "22001 1406",
        "22P02 0",
        "42000 1142",
        "HY000 1142",
        "HY000 1044",
        "90096 90096"
      })
  void aFailureThatLastsShouldNotBeRetryableAndNotHaveTheTextOfTheDriver(String stateAndCode) {
    isTold(stateAndCode, false, false);
  }

  private static void isTold(String stateAndCode, boolean retryable, boolean hasCause) {
    SQLException e = DialectTest.failure(stateAndCode);
    ServiceUnavailableException told = StoreProblems.failed(e);
    assertThat(told)
        .hasMessageStartingWith("Client registration 'all registrations': the store: ")
        .hasMessageContaining(
            "(SQLState " + SqlStates.state(e) + ", error " + e.getErrorCode() + ")")
        .message()
        .doesNotContain("a text of the driver");
    assertThat(told.isRetryable()).isEqualTo(retryable);
    assertThat(told.service()).isEqualTo(Service.STORE);
    assertThat(told.getCause()).isSameAs(hasCause ? e : null);
  }

  @Test
  void aFailureOfJdbiShouldBeRetryableAndNameItsTypeOnly() {
    ServiceUnavailableException told =
        StoreProblems.failed(new IllegalStateException("a bound value"));
    assertThat(told)
        .hasMessageContaining("JDBI failed with IllegalStateException")
        .hasNoCause()
        .message()
        .doesNotContain("a bound value");
    assertThat(told.isRetryable()).isTrue();
  }

  @Test
  void aMissingConnectionShouldBeRetryableWithItsCause() {
    var cause = new SQLException("refused", "08001");
    ServiceUnavailableException told = StoreProblems.noConnection(cause);
    assertThat(told).hasMessageContaining("no connection to the database").hasCause(cause);
    assertThat(told.isRetryable()).isTrue();
  }

  static Stream<ServiceUnavailableException> problemsOfAnOperator() {
    var script = new Script(GrantTable.KIND, Optional.of("auth"), "grants");
    return Stream.of(
        StoreProblems.missingTable(script),
        StoreProblems.missingSchema(script),
        StoreProblems.otherTable(script, Set.of()),
        StoreProblems.otherTable(script, Set.of("gen", "rev")),
        StoreProblems.notCreated(script, new SQLException("a text of the driver", "42501", 9)));
  }

  @ParameterizedTest
  @MethodSource("problemsOfAnOperator")
  void aProblemOfAnOperatorShouldNameTheTableAndItsScriptsAndNotBeRetryable(
      ServiceUnavailableException problem) {
    assertThat(problem)
        .hasMessageStartingWith("Client registration 'all registrations': the store: ")
        .hasMessageContaining("auth.grants")
        .hasMessageContaining(
            "io/hexauth/store/jdbc/schema/{postgresql,mariadb,h2}/V1__hexauth_grant.sql")
        .hasNoCause()
        .message()
        .doesNotContain("a text of the driver");
    assertThat(problem.isRetryable()).isFalse();
    assertThat(problem.service()).isEqualTo(Service.STORE);
  }

  @Test
  void aTableThatLacksColumnsShouldBeToldThemInOrderAndTheScriptToCompareItWith() {
    var script = new Script(GrantTable.KIND, Optional.empty(), "grants");
    assertThat(StoreProblems.otherTable(script, new TreeSet<>(Set.of("rev", "extra"))))
        .hasMessageContaining("lacks a column (extra, rev); compare it with the script io/");
  }

  @Test
  void onlyATableInASchemaShouldBeToldThatNoSchemaIsCreated() {
    var inSchema = new Script(GrantTable.KIND, Optional.of("auth"), "grants");
    var inNone = new Script(GrantTable.KIND, Optional.empty(), "grants");
    assertThat(StoreProblems.missingTable(inSchema)).hasMessageContaining("creates no schema");
    assertThat(StoreProblems.missingTable(inNone))
        .hasMessageContaining("no table grants;")
        .message()
        .doesNotContain("schema)");
    assertThat(
            StoreProblems.notCreated(inNone, new SQLException("a text of the driver", "42501", 9)))
        .hasMessageContaining("(SQLState 42501, error 9)");
  }
}
