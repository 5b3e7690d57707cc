// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.testkit.clock.VirtualClock;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Time since a start, if the two clocks of a process differ. */
class StopwatchTest {

  private final VirtualClock clock = VirtualClock.create();

  @ParameterizedTest(name = "{0} pass, the wall clock is set by {1}: {2}")
  @CsvSource({
    "PT0S,  PT0S,  PT0S",
    "PT10S, PT0S,  PT10S",
    "PT10S, PT1S,  PT11S",
    "PT0S,  PT1H,  PT1H",
    "PT10S, PT-1S, PT10S",
    "PT10S, PT-1H, PT10S",
    "PT0S,  PT-1H, PT0S"
  })
  void untilShouldBeTheTimeOfTheClockThatSaysMore(Duration passed, Duration set, Duration until) {
    Stopwatch beginning = Stopwatch.of(clock);

    clock.advance(passed);
    clock.jump(set);

    assertThat(beginning.until(clock)).isEqualTo(until);
  }
}
