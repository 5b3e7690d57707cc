// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

  @Test
  void theTablesShouldBeTwo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.withGrantTable("HEXAUTH_PENDING"));
  }
}
