// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.testkit.clock.VirtualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OncePerMinuteTest {

  private final VirtualClock clock = VirtualClock.create();
  private final OncePerMinute minute = new OncePerMinute(clock);

  @Test
  void itShouldBeTimeAtOnceAndThenNotForAMinute() {
    assertThat(minute.isTime()).isTrue();
    assertThat(minute.isTime()).isFalse();

    clock.advance(Duration.ofMinutes(1).minusNanos(1));
    assertThat(minute.isTime()).isFalse();
    clock.advance(Duration.ofNanos(1));
    assertThat(minute.isTime()).isTrue();
    assertThat(minute.isTime()).isFalse();
  }

  @Test
  void minuteShouldBeginWhenItWasTimeAndNotWhenItCouldHaveBeen() {
    clock.advance(Duration.ofSeconds(90));
    assertThat(minute.isTime()).isTrue();

    clock.advance(Duration.ofSeconds(59));
    assertThat(minute.isTime()).isFalse();
  }
}
