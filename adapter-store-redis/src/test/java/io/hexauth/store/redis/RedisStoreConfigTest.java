// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisStoreConfigTest {

  private static final RedisStoreConfig DEFAULTS = RedisStoreConfig.defaults();

  @ParameterizedTest
  @ValueSource(strings = {"a", "hexauth:", "Team-1/prod.eu_2:"})
  void prefixesShouldBeOfPlainCharacters(String prefix) {
    assertThat(DEFAULTS.withPrefix(prefix).prefix()).isEqualTo(prefix);
  }

  /** Globs would list the keys of others, braces choose the slot, the rest break lines and logs. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "*",
        "a*",
        "a?",
        "[ab]",
        "{a}",
        "a}",
        "{",
        "a b",
        "a\r\nDEL b",
        "a\u0000",
        "ä",
        "'; return 1 --",
        "\\",
        "a\n"
      })
  void hostilePrefixesShouldBeRefused(String prefix) {
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withPrefix(prefix));
  }

  @Test
  void prefixShouldHaveAtMost100Characters() {
    assertThat(DEFAULTS.withPrefix("p".repeat(100)).prefix()).hasSize(100);
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withPrefix("p".repeat(101)));
  }

  @Test
  void timeoutShouldBeFromAMillisecondToAMinute() {
    assertThat(DEFAULTS.withTimeout(Duration.ofMillis(1)).timeout())
        .isEqualTo(Duration.ofMillis(1));
    assertThat(DEFAULTS.withTimeout(Duration.ofMinutes(1)).timeout())
        .isEqualTo(Duration.ofMinutes(1));
    for (Duration bad :
        new Duration[] {
          Duration.ZERO, Duration.ofMillis(-1), Duration.ofNanos(999), Duration.ofSeconds(61)
        }) {
      assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withTimeout(bad));
    }
  }

  @Test
  void connectTimeoutShouldBeFromAMillisecondToAMinuteAndTenSecondsByDefault() {
    assertThat(DEFAULTS.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(DEFAULTS.withTimeout(Duration.ofSeconds(1)).withPrefix("x:").connectTimeout())
        .isEqualTo(Duration.ofSeconds(10));
    var other = DEFAULTS.withConnectTimeout(Duration.ofMinutes(1));
    assertThat(other.connectTimeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(other.withIdleLimit(Duration.ofDays(1)).connectTimeout()).hasMinutes(1);
    assertThat(other.timeout()).isEqualTo(DEFAULTS.timeout());
    for (Duration bad :
        new Duration[] {Duration.ZERO, Duration.ofMillis(-1), Duration.ofSeconds(61)}) {
      assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withConnectTimeout(bad));
    }
  }

  @Test
  void idleLimitShouldBeAtLeastAMinute() {
    assertThat(DEFAULTS.idleLimit()).isEmpty();
    assertThat(DEFAULTS.withIdleLimit(Duration.ofMinutes(1)).idleLimit())
        .contains(Duration.ofMinutes(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.withIdleLimit(Duration.ofSeconds(59)));
  }
}
