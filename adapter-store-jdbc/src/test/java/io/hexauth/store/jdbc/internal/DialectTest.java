// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Meaning of the failures of each driver. */
class DialectTest {

  /** Meaning of each SQLState and error code of a driver; it has no other meaning. */
  private static final Map<String, Set<String>> FAILURES =
      Map.ofEntries(
          Map.entry("42P01 0", Set.of("missing table")),
          Map.entry("42S02 1146", Set.of("missing table")),
          Map.entry("42S03 42103", Set.of("missing table")),
          Map.entry("42S04 42104", Set.of("missing table")),
          Map.entry("3F000 0", Set.of("missing schema")),
          Map.entry("90079 90079", Set.of("missing schema")),
          Map.entry("42000 1049", Set.of("missing schema")),
          Map.entry("42000 1064", Set.of()),
          Map.entry("HY000 1049", Set.of()),
          Map.entry("42703 0", Set.of("missing column")),
          Map.entry("42S22 1054", Set.of("missing column")),
          Map.entry("42S01 1050", Set.of()),
          Map.entry("42601 0", Set.of()),
          Map.entry("23505 0", Set.of("duplicate")),
          Map.entry("23000 1062", Set.of("duplicate")),
          Map.entry("23000 1452", Set.of()),
          Map.entry("23502 0", Set.of()),
          Map.entry("HY000 1062", Set.of()),
          Map.entry("42501 0", Set.of("forbidden")),
          Map.entry("42000 1142", Set.of("forbidden")),
          Map.entry("42000 1044", Set.of("forbidden")),
          Map.entry("90096 90096", Set.of("forbidden")),
          Map.entry("40001 1213", Set.of("conflict")),
          Map.entry("40P01 0", Set.of("conflict")),
          Map.entry("40002 0", Set.of("conflict")),
          Map.entry("40003 0", Set.of()),
          Map.entry("HY000 1020", Set.of("conflict")),
          Map.entry("HY000 1205", Set.of()),
          Map.entry("90131 90131", Set.of("conflict")),
          Map.entry("08000 0", Set.of("connection")),
          Map.entry("08S01 0", Set.of("connection")),
          Map.entry("57P01 0", Set.of("connection")),
          Map.entry("57P03 0", Set.of("connection")),
          Map.entry("57014 0", Set.of()),
          Map.entry("55P03 0", Set.of()),
          Map.entry("25006 0", Set.of()),
          Map.entry("53300 0", Set.of()),
          Map.entry("HY000 0", Set.of()),
          Map.entry("- 0", Set.of()));

  private static final Map<String, Predicate<SQLException>> MEANINGS =
      Map.of(
          "missing table", SqlStates::isMissingTable,
          "missing schema", SqlStates::isMissingSchema,
          "missing column", SqlStates::isMissingColumn,
          "duplicate", SqlStates::isDuplicate,
          "forbidden", SqlStates::isForbidden,
          "conflict", SqlStates::isConflict,
          "connection", SqlStates::isConnection);

  static Stream<Arguments> failures() {
    return FAILURES.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  /** {@return an exception of a driver; a hyphen means no SQLState} */
  static SQLException failure(String stateAndCode) {
    String[] parts = stateAndCode.split(" ");
    return new SQLException(
        "a text of the driver", parts[0].equals("-") ? null : parts[0], Integer.parseInt(parts[1]));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureShouldMeanOneThing(String stateAndCode, Set<String> meanings) {
    SQLException e = failure(stateAndCode);
    Set<String> found = new TreeSet<>();
    MEANINGS.forEach(
        (meaning, predicate) -> {
          if (predicate.test(e)) {
            found.add(meaning);
          }
        });
    assertThat(found).isEqualTo(meanings);
  }

  @ParameterizedTest
  @CsvSource({"PostgreSQL, POSTGRESQL", "MariaDB, MARIADB", "mariadb, MARIADB", "H2, H2", "h2, H2"})
  void aDatabaseShouldBeKnownByItsProductName(String product, Dialect dialect) {
    assertThat(Dialect.of(product)).contains(dialect);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MySQL", "Oracle", "PostgreSQL 18", "H", "Microsoft SQL Server"})
  void anotherDatabaseShouldNotBeTakenForOneThatIsKnown(String product) {
    assertThat(Dialect.of(product)).isEmpty();
  }

  /** In Turkish, the capital of "i" has a dot. */
  @Test
  void aDatabaseShouldBeKnownWhateverTheLanguageOfTheMachine() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));
      assertThat(Dialect.of("mariadb")).contains(Dialect.MARIADB);
      assertThat(Dialect.MARIADB.folder()).isEqualTo("mariadb");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aConnectionThatIsGoneShouldNotBeTakenForOneInATransaction() throws SQLException {
    for (String state : List.of("08006", "57P01", "HY000")) {
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> Dialect.POSTGRESQL.isInTransaction(refusingToChange(state)))
          .matches(e -> e.getSQLState().equals(state));
    }
    assertThat(Dialect.POSTGRESQL.isInTransaction(refusingToChange("25001"))).isTrue();
  }

  private static Connection refusingToChange(String state) {
    return Proxied.connection(
        (method, arguments) -> {
          if (method.getName().equals("setReadOnly")) {
            throw new SQLException("refused by the test", state);
          }
          return false;
        });
  }
}
