// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.store.redis.internal.StoreSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisStoreConfigTest {

  private static final RedisStoreConfig DEFAULTS = RedisStoreConfig.defaults();
  private static final RedisStoreConfig ALL =
      new RedisStoreConfig(
          "p:", Duration.ofSeconds(1), Duration.ofSeconds(2), Optional.of(Duration.ofDays(3)));

  @ParameterizedTest
  @ValueSource(strings = {"a", "hexauth:", "Team-1/prod.eu_2:"})
  void prefixesShouldBeOfPlainCharacters(String prefix) {
    assertThat(DEFAULTS.withPrefix(prefix).prefix()).isEqualTo(prefix);
  }

  /**
   * These characters are refused: some have a meaning in patterns and would list other keys, braces
   * choose the slot, and the rest break lines and logs.
   */
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

  static Stream<Function<Duration, RedisStoreConfig>> timeouts() {
    return Stream.of(DEFAULTS::withTimeout, DEFAULTS::withConnectTimeout);
  }

  @ParameterizedTest
  @MethodSource("timeouts")
  void timeoutsShouldBeFromAMillisecondToAMinute(Function<Duration, RedisStoreConfig> with) {
    Duration least = Duration.ofMillis(1);
    Duration most = Duration.ofMinutes(1);
    for (Duration good : List.of(least, least.plusNanos(1), most.minusNanos(1), most)) {
      RedisStoreConfig config = with.apply(good);
      assertThat(List.of(config.timeout(), config.connectTimeout())).containsOnlyOnce(good);
    }
    for (Duration bad :
        List.of(
            Duration.ZERO,
            least.negated(),
            least.minusNanos(1),
            most.plusNanos(1),
            Duration.ofSeconds(Long.MAX_VALUE))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> with.apply(bad))
          .withMessageContaining("imeout must be from one millisecond to one minute");
    }
  }

  @Test
  void defaultsShouldBeWhatTheyWere() {
    assertThat(DEFAULTS)
        .isEqualTo(
            new RedisStoreConfig(
                "hexauth:", Duration.ofSeconds(3), Duration.ofSeconds(10), Optional.empty()));
  }

  @Test
  void copiesShouldKeepAllButWhatTheyAreNamedFor() {
    Duration one = Duration.ofSeconds(1);
    Duration two = Duration.ofSeconds(2);
    Duration other = Duration.ofMinutes(1);
    var days = Optional.of(Duration.ofDays(3));
    assertThat(ALL.withPrefix("q:")).isEqualTo(new RedisStoreConfig("q:", one, two, days));
    assertThat(ALL.withTimeout(other)).isEqualTo(new RedisStoreConfig("p:", other, two, days));
    assertThat(ALL.withConnectTimeout(other))
        .isEqualTo(new RedisStoreConfig("p:", one, other, days));
    Duration limit = Duration.ofHours(1);
    assertThat(ALL.withIdleLimit(limit))
        .isEqualTo(new RedisStoreConfig("p:", one, two, Optional.of(limit)));
  }

  @Test
  void storesShouldGetWhatIsConfigured() {
    assertThat(ALL.settings())
        .isEqualTo(
            new StoreSettings(
                "p:",
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Optional.of(Duration.ofDays(3))));
  }

  @Test
  void idleLimitShouldBeAtLeastAnHour() {
    assertThat(DEFAULTS.idleLimit()).isEmpty();
    assertThat(DEFAULTS.withIdleLimit(Duration.ofHours(1)).idleLimit())
        .contains(Duration.ofHours(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.withIdleLimit(Duration.ofHours(1).minusNanos(1)));
  }
}
