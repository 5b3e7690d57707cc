// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.scope.Scopes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenScheduleTest {

  private static final GrantId GRANT = new GrantId("a".repeat(32));

  private static TokenSchedule schedule(Duration life, Duration age, Duration skew, double jitter) {
    return TokenSchedule.of(Optional.of(life), age, skew, jitter);
  }

  @ParameterizedTest(name = "life {0}, skew {1}, jitter {2}: due after {3}, expired after {4}")
  @CsvSource({
    // lifetime, skew, jitter, due, expired
    "PT1H,    PT5S,   0.0,    PT54M,     PT59M55S",
    "PT1H,    PT5S,   0.5,    PT53M24S,  PT59M55S",
    "PT1H,    PT0S,   0.0,    PT54M,     PT1H",
    "PT24H,   PT5S,   0.0,    PT21H36M,  PT23H59M55S",
    "PT10M,   PT5S,   0.0,    PT9M,      PT9M55S",
    "PT5M,    PT5S,   0.0,    PT4M,      PT4M55S",
    "PT2M,    PT5S,   0.0,    PT1M,      PT1M55S",
    "PT2M,    PT5S,   0.9,    PT1M,      PT1M55S",
    "PT1M,    PT5S,   0.0,    PT30S,     PT55S",
    "PT10S,   PT5S,   0.0,    PT5S,      PT5S",
    "PT4S,    PT5S,   0.0,    PT2S,      PT2S",
    "PT1S,    PT5S,   0.0,    PT0.5S,    PT0.5S",
    "PT0S,    PT5S,   0.0,    PT10S,     PT10S",
    "PT0S,    PT0S,   0.9,    PT10S,     PT10S",
    "PT10M,   PT2M,   0.0,    PT7M30S,   PT8M",
    "PT10M,   PT1H,   0.0,    PT5M,      PT5M",
    "PT1H,    PT24H,  0.0,    PT30M,     PT30M"
  })
  void tokenShouldBeDueAndExpiredAt(
      Duration life, Duration skew, double jitter, Duration due, Duration expired) {
    var fresh = schedule(life, Duration.ZERO, skew, jitter);
    assertThat(fresh.due()).isEqualTo(due);
    assertThat(fresh.expired()).isEqualTo(expired);
    assertThat(schedule(life, due.minusNanos(1), skew, jitter).isDue()).isFalse();
    assertThat(schedule(life, due, skew, jitter).isDue()).isTrue();
    assertThat(schedule(life, expired.minusNanos(1), skew, jitter).isExpired()).isFalse();
    assertThat(schedule(life, expired, skew, jitter).isExpired()).isTrue();
  }

  @Test
  void tokenWithoutLifetimeShouldNeverBeDue() {
    var endless =
        TokenSchedule.of(Optional.empty(), Duration.ofDays(3650), Duration.ofDays(1), 0.9);
    assertThat(endless.isDue()).isFalse();
    assertThat(endless.isExpired()).isFalse();
    assertThat(endless).isEqualTo(TokenSchedule.endless());
  }

  @Test
  void tokenShouldBeExpiredWhenItsEndIsBehindUs() {
    assertThat(schedule(Duration.ofSeconds(-100), Duration.ZERO, Duration.ZERO, 0).isExpired())
        .isTrue();
    assertThat(schedule(Duration.ofHours(1), Duration.ofDays(9), Duration.ZERO, 0).isExpired())
        .isTrue();
  }

  @Test
  void tokenShouldNotLiveLongerWhenTheStoresClockWasSetBack() {
    var issued = schedule(Duration.ofHours(1), Duration.ZERO, Duration.ZERO, 0);

    assertThat(schedule(Duration.ofHours(1), Duration.ofHours(-1), Duration.ZERO, 0))
        .isEqualTo(issued);
  }

  @DisplayName("never due before half of the life, never expired before it is due")
  @Test
  void scheduleShouldKeepItsOrderWhateverTheNumbers() {
    var random = new Random(20261120);
    for (int i = 0; i < 50_000; i++) {
      Duration life = Duration.ofMillis(1 + (long) Math.pow(10, random.nextDouble() * 12));
      Duration skew = Duration.ofMillis((long) Math.pow(10, random.nextDouble() * 9) - 1);
      double jitter = random.nextDouble();
      var fresh = schedule(life, Duration.ZERO, skew, jitter);
      assertThat(fresh.due()).isGreaterThanOrEqualTo(life.dividedBy(2));
      assertThat(fresh.expired()).isGreaterThanOrEqualTo(fresh.due()).isLessThanOrEqualTo(life);
      boolean hasRoom = skew.multipliedBy(2).plusSeconds(90).compareTo(life) < 0;
      if (hasRoom) {
        assertThat(fresh.expired().minus(fresh.due())).isPositive();
      }
    }
  }

  @Test
  void extremeLivesShouldNotOverflow() {
    Duration longest = Duration.between(Instant.EPOCH, Instant.MAX);
    assertThat(schedule(longest, Duration.ZERO, longest, 0.99).isExpired()).isFalse();
    assertThat(schedule(longest, longest, Duration.ZERO, 0.99).isExpired()).isTrue();
    assertThat(schedule(Duration.ofSeconds(Long.MAX_VALUE), Duration.ZERO, longest, 0).isDue())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    // due in, expired in, generation, usable, fresh, newer than 3
    "PT1S,  PT2S,  3, true,  true,  false",
    "PT0S,  PT2S,  3, true,  false, false",
    "PT-9S, PT0S,  3, false, false, false",
    "PT1S,  PT2S,  4, true,  true,  true",
    "PT0S,  PT1S,  4, true,  false, true",
    "PT-9S, PT-1S, 4, false, false, false",
    "PT1S,  PT2S,  0, true,  true,  false"
  })
  void wantShouldBeMetByWhatItAsksFor(
      Duration due,
      Duration expired,
      long generation,
      boolean usable,
      boolean fresh,
      boolean newer) {
    var access = AccessRequest.of(Scopes.none());
    var schedule = new TokenSchedule(due, expired);
    var issued = new GrantRecord.Version(GRANT, generation);
    var third = new GrantRecord.Version(GRANT, 3);
    assertThat(TokenRequirement.usable(access).isMetBy(issued, schedule)).isEqualTo(usable);
    assertThat(TokenRequirement.fresh(access).isMetBy(issued, schedule)).isEqualTo(fresh);
    assertThat(TokenRequirement.newerThan(access, third).isMetBy(issued, schedule))
        .isEqualTo(newer);
    var elsewhere = new GrantRecord.Version(new GrantId("b".repeat(32)), 99);
    assertThat(TokenRequirement.newerThan(access, elsewhere).isMetBy(issued, schedule))
        .isEqualTo(usable);
  }

  @ParameterizedTest
  @CsvSource({"PT0.000000001S, false", "PT0S, true", "PT-0.000000001S, true", "PT-1H, true"})
  void whatIsOverShouldBeDueAndExpired(Duration left, boolean over) {
    assertThat(new TokenSchedule(left, Duration.ofHours(1)).isDue()).isEqualTo(over);
    assertThat(new TokenSchedule(Duration.ofHours(1), left).isExpired()).isEqualTo(over);
  }

  @Test
  void tokenWithoutALifeShouldEndTenSecondsAfterItsIssue() {
    assertThat(schedule(Duration.ZERO, Duration.ofSeconds(4), Duration.ofSeconds(5), 0.9))
        .isEqualTo(new TokenSchedule(Duration.ofSeconds(6), Duration.ofSeconds(6)));
    assertThat(schedule(Duration.ZERO, Duration.ofSeconds(10), Duration.ZERO, 0).isExpired())
        .isTrue();
  }
}
