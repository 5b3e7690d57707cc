// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TinkTokenCipherConfigTest {

  @Test
  void defaultsShouldBeThese() {
    assertThat(TinkTokenCipherConfig.defaults())
        .isEqualTo(new TinkTokenCipherConfig(Duration.ofMinutes(1), false));
  }

  @Test
  void copyShouldChangeOneThing() {
    assertThat(
            TinkTokenCipherConfig.defaults()
                .withReloadEvery(Duration.ofHours(1))
                .withMigrateFromPlaintext(true))
        .isEqualTo(new TinkTokenCipherConfig(Duration.ofHours(1), true));
  }

  @Test
  void copyShouldKeepEverythingElse() {
    var all = new TinkTokenCipherConfig(Duration.ofHours(1), true);

    assertThat(all.withReloadEvery(Duration.ofHours(2)))
        .isEqualTo(new TinkTokenCipherConfig(Duration.ofHours(2), true));
    assertThat(all.withMigrateFromPlaintext(false))
        .isEqualTo(new TinkTokenCipherConfig(Duration.ofHours(1), false));
  }

  @Test
  void reloadShouldBeEachSecondToEachDay() {
    TinkTokenCipherConfig config = TinkTokenCipherConfig.defaults();
    for (Duration bad :
        List.of(
            Duration.ZERO,
            Duration.ofSeconds(1).minusNanos(1),
            Duration.ofDays(1).plusNanos(1),
            Duration.ofDays(-1))) {
      assertThatIllegalArgumentException().isThrownBy(() -> config.withReloadEvery(bad));
    }
    assertThat(config.withReloadEvery(Duration.ofSeconds(1)).reloadEvery().toSeconds())
        .isEqualTo(1);
    assertThat(config.withReloadEvery(Duration.ofDays(1)).reloadEvery().toDays()).isEqualTo(1);
  }
}
