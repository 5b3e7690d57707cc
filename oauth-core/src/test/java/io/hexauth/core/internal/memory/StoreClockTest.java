// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.testkit.clock.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clock of the memory store, and deletion of expired records. */
class StoreClockTest {

  private final VirtualClock clock = VirtualClock.create();
  private final Instant started = clock.instant();
  private final InMemoryTokenStore store = new InMemoryTokenStore(clock);

  private Duration shown() {
    return Duration.between(started, store.now());
  }

  @ParameterizedTest(name = "wall clock set by {0}: {1}")
  @CsvSource({
    "PT0S,     PT0S",
    "PT1S,     PT0S",
    "PT1.001S, PT1.001S",
    "PT1H,     PT1H",
    "PT-1S,    PT0S",
    "PT-1H,    PT0S",
    "P-3650D,  PT0S"
  })
  void clockShouldFollowTheWallClockForwardsOnly(Duration set, Duration expected) {
    clock.jump(set);

    assertThat(shown()).isEqualTo(expected);
    clock.advance(Duration.ofSeconds(5));
    assertThat(shown()).isEqualTo(expected.plusSeconds(5));
  }

  @Test
  void clockShouldKeepWhatItHasGained() {
    clock.jump(Duration.ofSeconds(2));
    assertThat(shown()).isEqualTo(Duration.ofSeconds(2));

    clock.jump(Duration.ofSeconds(-10));
    assertThat(shown()).as("set back").isEqualTo(Duration.ofSeconds(2));
    clock.jump(Duration.ofSeconds(11));
    assertThat(shown()).as("not a second more than known").isEqualTo(Duration.ofSeconds(2));
    clock.jump(Duration.ofMillis(1));
    assertThat(shown()).as("more than that").isEqualTo(Duration.ofMillis(3001));
  }

  /**
   * Clock that advances with each reading, as for a thread that is stopped between two readings.
   */
  private final class PausingClock implements OAuthClock {

    private Duration pause = Duration.ZERO;

    @Override
    public Instant instant() {
      return afterwards(clock.instant());
    }

    @Override
    public long nanoTime() {
      return afterwards(clock.nanoTime());
    }

    private <T> T afterwards(T read) {
      clock.advance(pause);
      return read;
    }
  }

  @Test
  void clockShouldNotRunAheadWhenTimePassesBetweenItsReadings() {
    var pausing = new PausingClock();
    var slow = new InMemoryTokenStore(pausing);
    pausing.pause = Duration.ofSeconds(5);
    assertThat(slow.now()).isBeforeOrEqualTo(clock.instant());
    pausing.pause = Duration.ZERO;

    assertThat(slow.now()).isEqualTo(clock.instant());
  }

  @Test
  void clockShouldNotGoBackWhenItWasMadeLongBeforeItIsAsked() {
    clock.advance(Duration.ofDays(30));

    assertThat(shown()).isEqualTo(Duration.ofDays(30));
  }

  private static GrantKey key(int number) {
    return new GrantKey("%064x".formatted(number));
  }

  private void put(int number) {
    long over = StoredGrant.micros(store.now().plus(Duration.ofMinutes(1)));
    var grant =
        StoredGrant.of(
            new Revision("1"),
            Map.of(StoredGrant.RETAIN_UNTIL, Long.toString(over)),
            Optional.of(new byte[] {1}));
    assertThat(store.replace(key(number), Optional.empty(), grant, Optional.empty())).isTrue();
  }

  private boolean isReplaced(int number) {
    var expected = Optional.of(new Revision("another"));
    var grant = StoredGrant.of(new Revision("1"), Map.of(), Optional.empty());
    return store.replace(key(number), expected, grant, Optional.empty());
  }

  @ParameterizedTest(name = "{0} more writes leave {1} records")
  @CsvSource({"1013, 10", "1014, 0"})
  void recordsThatAreOverShouldBeRemovedWithEveryThousandthWriteOrSo(int writes, int left) {
    for (int i = 0; i < 10; i++) {
      put(i);
    }
    clock.advance(Duration.ofMinutes(1));

    for (int i = 0; i < writes; i++) {
      assertThat(isReplaced(10)).isFalse();
    }

    assertThat(store.purge(100)).isEqualTo(left);
  }

  @Test
  void purgeShouldRemoveWhatIsOverUpToItsLimitAndCountIt() {
    for (int i = 0; i < 5; i++) {
      put(i);
    }
    clock.advance(Duration.ofMinutes(1).minusNanos(1_000));
    put(5);
    assertThat(store.purge(100)).as("nothing is over").isZero();

    clock.advance(Duration.ofNanos(1_000));

    assertThat(store.purge(3)).isEqualTo(3);
    assertThat(store.purge(3)).isEqualTo(2);
    assertThat(store.purge(3)).isZero();
    assertThat(store.live(store.now(), Optional.empty()).map(Map.Entry::getKey))
        .containsExactly(key(5));
  }
}
