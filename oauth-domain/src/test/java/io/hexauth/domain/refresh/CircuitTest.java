// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.error.OAuthErrorCode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CircuitTest {

  private static final Outcome FAILED = new Outcome.Unknown(true);
  private static final Outcome REFUSED = new Outcome.Refused(OAuthErrorCode.INVALID_GRANT, true);

  /** Near its end, where sums wrap around. */
  private static final long NOW = Long.MAX_VALUE - 5;

  /** One failure after the other, each after the pause of the one before, the last one now. */
  private static Circuit failed(int times) {
    Circuit circuit = Circuit.closed(3);
    for (int i = 1; i <= times; i++) {
      long then = NOW - (times - i) * Duration.ofMinutes(10).toNanos();
      circuit = circuit.entered().after(FAILED, then, 0.5);
    }
    return circuit;
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
    Circuit opened = failed(3);
    Circuit all = opened;
    for (int i = 0; i < 40; i++) {
      all = all.after(FAILED, NOW, 0.99);
    }
    assertThat(all).isEqualTo(opened);
    var busy = new Outcome.Busy(Optional.of(Duration.ofSeconds(7)));
    assertThat(all.after(busy, NOW, 0.5).closedFor(NOW)).contains(Duration.ofSeconds(7));
    assertThat(all.after(busy, NOW, 0.5).failures()).isEqualTo(3);
  }

  @Test
  void failureWhileItIsOpenShouldNotKeepTheNextRequestOut() {
    Circuit entered = failed(3).entered().after(FAILED, NOW, 0.5);
    assertThat(entered.closedFor(NOW + Duration.ofMillis(500).toNanos())).isEmpty();
  }

  @Test
  void anyAnswerShouldCloseIt() {
    for (Outcome answer : new Outcome[] {REFUSED, new Outcome.Minted()}) {
      assertThat(failed(2).after(answer, NOW, 0.5)).isEqualTo(Circuit.closed(3));
      assertThat(failed(9).after(answer, NOW, 0.5)).isEqualTo(Circuit.closed(3));
    }
  }

  @Test
  void oneRequestShouldFindOutWhenThePauseIsOver() {
    long later = NOW + Duration.ofMillis(500).toNanos();
    assertThat(failed(3).closedFor(later - 1)).contains(Duration.ofNanos(1));
    assertThat(failed(3).closedFor(later)).isEmpty();
    Circuit probing = failed(3).entered();
    assertThat(probing.closedFor(later)).contains(Duration.ofSeconds(1));
    assertThat(probing.after(new Outcome.NotTried(), later, 0.5).closedFor(later)).isEmpty();
    assertThat(probing.after(new Outcome.Minted(), later, 0.5)).isEqualTo(Circuit.closed(3));
    assertThat(probing.after(FAILED, later, 0.5).closedFor(later)).contains(Duration.ofSeconds(1));
  }

  @Test
  void whatAServerAsksForShouldCountUpToFiveMinutes() {
    var busy = new Outcome.Busy(Optional.of(Duration.ofMinutes(2)));
    var absurd = new Outcome.Busy(Optional.of(Duration.ofDays(2)));
    assertThat(failed(2).after(busy, NOW, 0.5).closedFor(NOW)).contains(Duration.ofMinutes(2));
    assertThat(failed(2).after(absurd, NOW, 0.5).closedFor(NOW)).contains(Duration.ofMinutes(5));
    assertThat(failed(1).after(busy, NOW, 0.5).closedFor(NOW)).isEmpty();
  }

  @Test
  void whatWasNotTriedShouldSayNothing() {
    assertThat(failed(2).after(new Outcome.NotTried(), NOW, 0.5)).isEqualTo(failed(2));
    assertThat(failed(2).after(new Outcome.NotSent(), NOW, 0.5).closedFor(NOW)).isPresent();
  }
}
