// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VirtualClockTest {

  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
  private final VirtualClock clock = VirtualClock.at(START);

  @Test
  void advanceShouldMoveBothClocks() {
    long before = clock.nanoTime();
    clock.advance(Duration.ofMillis(5));
    assertThat(clock.instant()).isEqualTo(START.plusMillis(5));
    assertThat(clock.nanoTime() - before).isEqualTo(5_000_000);
  }

  @Test
  void jumpShouldMoveTheWallClockAlone() {
    long before = clock.nanoTime();
    clock.jump(Duration.ofHours(-1));
    assertThat(clock.instant()).isEqualTo(START.minusSeconds(3600));
    assertThat(clock.nanoTime()).isEqualTo(before);
  }

  @Test
  void clockShouldStandStillUntilItIsMoved() {
    assertThat(VirtualClock.create().instant()).isEqualTo(Instant.parse("2030-01-01T12:00:00Z"));
    assertThat(clock.nanoTime()).as("finds comparisons without a subtraction").isNegative();
    clock.advance(Duration.ZERO);
    assertThat(clock.instant()).isEqualTo(START);
    assertThat(clock.currentTimeMillis()).isEqualTo(START.toEpochMilli());
  }

  @Test
  void advanceShouldRefuseToGoBack() {
    assertThatIllegalArgumentException().isThrownBy(() -> clock.advance(Duration.ofNanos(-1)));
    assertThat(clock.instant()).isEqualTo(START);
  }
}
