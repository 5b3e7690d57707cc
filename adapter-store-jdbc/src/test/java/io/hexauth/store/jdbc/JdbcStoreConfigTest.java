// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
    assertThat(DEFAULTS.createSchema()).isFalse();
  }

  @Test
  void copiesShouldDifferInOneThing() {
    assertThat(
            DEFAULTS
                .withSchema("auth")
                .withGrantTable("g")
                .withPendingTable("p")
                .withCreateSchema(true))
        .isEqualTo(new JdbcStoreConfig(Optional.of("auth"), "g", "p", true));
    assertThat(DEFAULTS.withCreateSchema(false)).isEqualTo(DEFAULTS);
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

  @Test
  void theTablesShouldBeTwo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.withGrantTable("HEXAUTH_PENDING"));
  }
}
