// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "' 120 ', PT2M",
    "007, PT7S",
    "3600, PT1H",
    "3601, PT1H",
    "2147483648, PT1H",
    "99999999999999999999999999, PT1H",
    "'Fri, 20 Nov 2026 12:00:30 GMT', PT30S",
    "'Fri, 20 Nov 2026 11:59:30 GMT', PT0S",
    "'Fri, 20 Nov 2099 12:00:00 GMT', PT1H"
  })
  void headerShouldBeReadAndClamped(String header, Duration expected) {
    assertThat(RetryAfter.parse(header, NOW)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-1", "1.5", "1e3", "soon", "12 s", "٣", "Fri, 99 Nov 2026"})
  void headerShouldBeIgnoredWhenItMakesNoSense(String header) {
    assertThat(RetryAfter.parse(header, NOW)).isEqualTo(Optional.empty());
  }

  @DisplayName("B36: 100 KiB of header cost nothing")
  @Test
  void headerShouldBeReadInBoundedTimeWhenItIsHuge() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () -> {
          assertThat(RetryAfter.parse("9".repeat(100 * 1024), NOW)).contains(Duration.ofHours(1));
          assertThat(RetryAfter.parse("x".repeat(100 * 1024), NOW)).isEmpty();
        });
  }
}
