// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LifetimesTest {

  @Test
  void defaultsShouldBeFiveMinutesOneHourAndOneMinute() {
    assertThat(Lifetimes.defaults())
        .isEqualTo(
            new Lifetimes(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofMinutes(1)));
  }

  @Test
  void withShouldChangeOneLifetime() {
    Lifetimes lifetimes =
        Lifetimes.defaults()
            .withAccessToken(Duration.ofSeconds(2))
            .withRefreshToken(Duration.ofSeconds(3));

    assertThat(lifetimes)
        .isEqualTo(
            new Lifetimes(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofMinutes(1)));
  }

  @Test
  void lifetimeShouldBeRefusedWhenShorterThanTwoSeconds() {
    Lifetimes defaults = Lifetimes.defaults();

    assertThatThrownBy(() -> defaults.withAccessToken(Duration.ofMillis(1999)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("accessToken must be at least 2 s, but was PT1.999S");
  }
}
