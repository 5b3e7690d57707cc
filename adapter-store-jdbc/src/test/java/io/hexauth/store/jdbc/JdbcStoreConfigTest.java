// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcStoreConfigTest {

  private static final JdbcStoreConfig DEFAULTS = JdbcStoreConfig.defaults();

  @Test
  void defaultsShouldBeWhatTheyWere() {
    assertThat(DEFAULTS.schema()).isEmpty();
    assertThat(DEFAULTS.grantTable()).isEqualTo("hexauth_grant");
    assertThat(DEFAULTS.pendingTable()).isEqualTo("hexauth_pending");
    assertThat(DEFAULTS.createTables()).isFalse();
    assertThat(DEFAULTS.stepTimeout()).hasSeconds(5);
  }

  @Test
  void copiesShouldDifferInOneThing() {
    assertThat(
            DEFAULTS
                .withSchema("auth")
                .withGrantTable("g")
                .withPendingTable("p")
                .withCreateTables(true)
                .withStepTimeout(Duration.ofSeconds(1)))
        .isEqualTo(new JdbcStoreConfig(Optional.of("auth"), "g", "p", true, Duration.ofSeconds(1)));
    assertThat(DEFAULTS.withCreateTables(false)).isEqualTo(DEFAULTS);
  }

  static Stream<Arguments> copies() {
    var all = new JdbcStoreConfig(Optional.of("auth"), "g", "p", true, Duration.ofSeconds(1));
    var schema = Optional.of("auth");
    var second = Duration.ofSeconds(1);
    var other = Duration.ofMinutes(1);
    return Stream.of(
        Arguments.of(
            all.withSchema("s"), new JdbcStoreConfig(Optional.of("s"), "g", "p", true, second)),
        Arguments.of(all.withGrantTable("h"), new JdbcStoreConfig(schema, "h", "p", true, second)),
        Arguments.of(
            all.withPendingTable("q"), new JdbcStoreConfig(schema, "g", "q", true, second)),
        Arguments.of(
            all.withCreateTables(false), new JdbcStoreConfig(schema, "g", "p", false, second)),
        Arguments.of(
            all.withStepTimeout(other), new JdbcStoreConfig(schema, "g", "p", true, other)));
  }

  @ParameterizedTest
  @MethodSource("copies")
  void aCopyShouldKeepAllButWhatItIsNamedFor(JdbcStoreConfig copy, JdbcStoreConfig expected) {
    assertThat(copy).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "Z",
        "_",
        "_1",
        "a9",
        "select",
        "ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt"
      })
  void namesShouldBeOneTo63Characters(String name) {
    assertThat(DEFAULTS.withSchema(name).schema()).contains(name);
    assertThat(DEFAULTS.withGrantTable(name).grantTable()).isEqualTo(name);
    assertThat(DEFAULTS.withPendingTable(name).pendingTable()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "x; DROP TABLE users",
        "x\"; DROP TABLE users; --",
        "x`",
        "a.b",
        "a b",
        "1a",
        "a-b",
        "a'",
        "grants\n",
        "\ngrants",
        "grants\u0000",
        "größe",
        "a:b",
        "<t>",
        "{t}",
        "a?",
        "/*",
        "tttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt"
      })
  void namesShouldBeNames(String hostile) {
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withSchema(hostile));
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withGrantTable(hostile));
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withPendingTable(hostile));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT0.0009S", "PT1M0.001S", "PT2400H"})
  void theStepTimeoutShouldBeFromAMillisecondToAMinute(String timeout) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.withStepTimeout(Duration.parse(timeout)))
        .withMessageContaining("stepTimeout");
    assertThat(DEFAULTS.withStepTimeout(Duration.ofMillis(1)).stepTimeout()).hasMillis(1);
    assertThat(DEFAULTS.withStepTimeout(Duration.ofMinutes(1)).stepTimeout()).hasMinutes(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hexauth_pending", "HEXAUTH_PENDING", "Hexauth_Pending"})
  void theTablesShouldBeTwo(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withGrantTable(name));
    assertThat(DEFAULTS.withSchema(name).schema()).contains(name);
  }
}
