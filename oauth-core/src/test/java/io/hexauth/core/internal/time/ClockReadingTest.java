// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * Reading of the store's clock: the store was asked at 100, had answered at 130, and showed noon at
 * some time between.
 */
class ClockReadingTest {

  private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
  private static final ClockReading READING = new ClockReading(NOON, 100, 130);

  /** Stores keep microseconds. */
  private static final ClockReading SLOW = new ClockReading(NOON, 100_000, 130_000);

  @Test
  void questionAndAnswerShouldBeOneInstantUnlessSaidOtherwise() {
    assertThat(new ClockReading(NOON, 100)).isEqualTo(new ClockReading(NOON, 100, 100));
  }

  @Test
  void untilShouldCountFromTheQuestion() {
    assertThat(READING.until(150)).isEqualTo(Duration.ofNanos(50));
  }

  @Test
  void atShouldMoveTheStoresClockAndKeepHowLongTheAnswerTook() {
    assertThat(READING.at(150)).isEqualTo(new ClockReading(NOON.plusNanos(50), 150, 180));
    assertThat(READING.at(90)).isEqualTo(new ClockReading(NOON.minusNanos(10), 90, 120));
  }

  @Test
  void earliestShouldCountTheStoresClockFromTheAnswer() {
    assertThat(READING.earliest()).isEqualTo(new ClockReading(NOON.minusNanos(30), 100, 100));
  }

  @Test
  void storesClockShouldBeKnownAsPreciselyAsTheAnswerWasQuick() {
    assertThat(SLOW.timeAt(150_000).earliest()).isEqualTo(NOON.plusNanos(20_000));
    assertThat(SLOW.timeAt(150_000).latest()).isEqualTo(NOON.plusNanos(50_000));
  }
}
