// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.core.internal.cache.Sightings;
import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.ports.spi.OAuthClock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Detection of sleep, including times at which the clock of the process overflows. */
class SleepWatchTest {

  private static final long WALL = 1_900_000_000_000L;

  private final TwoClocks clock = new TwoClocks();

  /** Clock whose wall clock is set by the test, and counts its reads. */
  private static final class TwoClocks implements OAuthClock {
    private long nanos;
    private long millis = WALL;
    private int looks;

    @Override
    public Instant instant() {
      throw new IllegalStateException("The watch reads milliseconds");
    }

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public long currentTimeMillis() {
      looks++;
      return millis;
    }
  }

  private static Snapshot confirmed(long nanos) {
    return confirmed(nanos, WALL);
  }

  private static Snapshot confirmed(long nanos, long millis) {
    Snapshot some = Sightings.snapshot(0);
    return new Snapshot(
        some.token(),
        some.cell(),
        some.grantId(),
        some.generation(),
        nanos,
        millis,
        nanos,
        nanos,
        nanos);
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000_000_000, -1_000_000_000, Long.MAX_VALUE - 5, Long.MIN_VALUE})
  void wallClockShouldBeLookedAtAgainAfterTenMillisecondsAndNotBefore(long now) {
    clock.nanos = now;
    var watch = new SleepWatch(clock);

    assertThat(watch.isAwake(confirmed(now), now)).isTrue();
    assertThat(watch.isAwake(confirmed(now), now + 9_999_999)).isTrue();
    assertThat(clock.looks).isEqualTo(1);
    assertThat(watch.isAwake(confirmed(now), now + 10_000_000)).isTrue();
    assertThat(clock.looks).isEqualTo(2);
    assertThat(watch.isAwake(confirmed(now), now)).as("before the look").isTrue();
    assertThat(clock.looks).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000_000_000, -1_000_000_000, Long.MAX_VALUE - 5, Long.MIN_VALUE})
  void sleepOfMoreThanOneSecondShouldBeNoticedByTheNextLook(long now) {
    clock.nanos = now;
    var watch = new SleepWatch(clock);
    long later = now + TimeUnit.MILLISECONDS.toNanos(10);

    clock.millis = WALL + 10 + 1_000;
    assertThat(watch.isAwake(confirmed(now), later)).isTrue();

    clock.millis = WALL + 20 + 1_001;
    assertThat(watch.isAwake(confirmed(now), later + 10_000_000)).isFalse();
    assertThat(watch.isAwake(confirmed(now), later + 10_000_001)).isFalse();

    assertThat(watch.isAwake(confirmed(later, WALL + 1_021), later + 10_000_001))
        .as("confirmed since")
        .isTrue();
  }
}
