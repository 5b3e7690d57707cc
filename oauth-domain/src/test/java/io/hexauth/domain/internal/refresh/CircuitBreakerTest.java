// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.internal.refresh.Evidence.Server;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

  private static final Duration NOT_SAID = Duration.ZERO;

  /** Time near the overflow of the clock. */
  private static final long NOW = Long.MAX_VALUE - 5;

  /**
   * {@return a circuit breaker after this number of failures, each after the pause of the previous
   * one, the last one now}
   */
  private static CircuitBreaker failed(int times) {
    CircuitBreaker circuit = CircuitBreaker.closed(3);
    for (int i = 1; i <= times; i++) {
      long then = NOW - (times - i) * Duration.ofMinutes(10).toNanos();
      circuit = failed(circuit.entered(), NOT_SAID, then);
    }
    return circuit;
  }

  private static CircuitBreaker failed(CircuitBreaker circuit, Duration asked, long now) {
    return circuit.after(Server.FAILS, asked, now, 0.5);
  }

  @Test
  void failuresInARowShouldOpenIt() {
    assertThat(failed(2).closedFor(NOW)).isEmpty();
    assertThat(failed(3).closedFor(NOW)).contains(Duration.ofMillis(500));
    assertThat(failed(4).closedFor(NOW)).contains(Duration.ofSeconds(1));
    assertThat(failed(40).closedFor(NOW)).contains(Duration.ofSeconds(30));
  }

  @Test
  void failuresThatWereOnTheirWayTogetherShouldCountAsOne() {
    CircuitBreaker opened = failed(3);
    CircuitBreaker all = opened;
    for (int i = 0; i < 40; i++) {
      all = all.after(Server.FAILS, NOT_SAID, NOW, 0.99);
    }
    assertThat(all).isEqualTo(opened);
    CircuitBreaker asked = failed(all, Duration.ofSeconds(7), NOW);
    assertThat(asked.closedFor(NOW)).contains(Duration.ofSeconds(7));
    assertThat(asked.failures()).isEqualTo(3);
  }

  @Test
  void failureWhileItIsOpenShouldNotKeepTheNextRequestOut() {
    CircuitBreaker entered = failed(failed(3).entered(), NOT_SAID, NOW);
    assertThat(entered.closedFor(NOW + Duration.ofMillis(500).toNanos())).isEmpty();
  }

  @Test
  void anyAnswerShouldCloseIt() {
    for (int failures : new int[] {2, 9}) {
      assertThat(failed(failures).after(Server.ANSWERS, NOT_SAID, NOW, 0.5))
          .isEqualTo(CircuitBreaker.closed(3));
    }
  }

  @Test
  void oneRequestShouldFindOutWhenThePauseIsOver() {
    long later = NOW + Duration.ofMillis(500).toNanos();
    assertThat(failed(3).closedFor(later - 1)).contains(Duration.ofNanos(1));
    assertThat(failed(3).closedFor(later)).isEmpty();
    CircuitBreaker probing = failed(3).entered();
    assertThat(probing.closedFor(later)).contains(Duration.ofSeconds(1));
    assertThat(probing.after(Server.UNKNOWN, NOT_SAID, later, 0.5).closedFor(later)).isEmpty();
    assertThat(probing.after(Server.ANSWERS, NOT_SAID, later, 0.5))
        .isEqualTo(CircuitBreaker.closed(3));
    assertThat(failed(probing, NOT_SAID, later).closedFor(later)).contains(Duration.ofSeconds(1));
  }

  @Test
  void whatAServerAsksForShouldCountUpToFiveMinutes() {
    Duration patience = Duration.ofMinutes(2);
    Duration absurd = Duration.ofDays(2);
    assertThat(failed(failed(2), patience, NOW).closedFor(NOW)).contains(patience);
    assertThat(failed(failed(2), absurd, NOW).closedFor(NOW)).contains(Duration.ofMinutes(5));
    assertThat(failed(failed(1), patience, NOW).closedFor(NOW)).isEmpty();
  }

  @Test
  void anAnswerThatProvesNothingShouldChangeNothing() {
    assertThat(failed(2).after(Server.UNKNOWN, NOT_SAID, NOW, 0.5)).isEqualTo(failed(2));
    assertThat(failed(4).after(Server.UNKNOWN, NOT_SAID, NOW, 0.5)).isEqualTo(failed(4));
  }

  @Test
  void thePauseShouldBeShortAgainAfterAnAnswer() {
    CircuitBreaker again = failed(9).after(Server.ANSWERS, NOT_SAID, NOW, 0.5);
    for (int i = 0; i < 3; i++) {
      assertThat(again.closedFor(NOW)).isEmpty();
      again = failed(again, NOT_SAID, NOW);
    }
    assertThat(again.closedFor(NOW)).contains(Duration.ofMillis(500));
  }

  @Test
  void whatAServerAsksForWhileItIsOpenShouldCountUpToFiveMinutes() {
    assertThat(failed(failed(3), Duration.ofDays(2), NOW).closedFor(NOW))
        .contains(Duration.ofMinutes(5));
  }

  @Test
  void failureShouldBeANewOneFromTheEndOfThePauseOn() {
    long end = NOW + Duration.ofMillis(500).toNanos();
    assertThat(failed(failed(3), NOT_SAID, end - 1).failures()).isEqualTo(3);
    assertThat(failed(failed(3), NOT_SAID, end - 1).closedFor(end - 1))
        .contains(Duration.ofNanos(1));
    assertThat(failed(failed(3), NOT_SAID, end).failures()).isEqualTo(4);
  }

  @Test
  void requestsShouldLeaveAClosedCircuitAsItIs() {
    assertThat(CircuitBreaker.closed(3))
        .isEqualTo(new CircuitBreaker(3, 0, Optional.empty(), false));
    assertThat(failed(2).entered()).isEqualTo(failed(2));
  }
}
