// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.StoredGrant;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values in the form in which scripts receive them. */
class WireTest {

  private static final long CENTURY = 36_500L * 86_400_000_000L;

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0",
    "PT0.000000001S, 1",
    "PT0.000000999S, 1",
    "PT0.000001S, 1",
    "PT0.000001001S, 2",
    "PT1S, 1000000",
    "PT1M, 60000000",
    "PT876000H, 3153600000000000",
    "PT876000H0.000000001S, 3153600000000000",
    "PT2000000H, 3153600000000000"
  })
  void durationsShouldBeMicrosecondsRoundedUpAndACenturyAtMost(Duration duration, long micros) {
    assertThat(Wire.text(Wire.micros(duration))).isEqualTo(Long.toString(micros));
    assertThat(micros).isLessThanOrEqualTo(CENTURY).isLessThan(1L << 53);
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 0",
    "1970-01-01T00:00:00.000001999Z, 1",
    "1969-12-31T23:59:59.999999Z, -1",
    "9999-12-31T23:59:59.999999Z, 253402300799999999"
  })
  void instantsShouldBeMicrosecondsSince1970(Instant instant, long micros) {
    String text = Wire.text(Wire.instant(Optional.of(instant)));
    assertThat(text).isEqualTo(Long.toString(micros));
    assertThat(StoredGrant.instantOf(Long.parseLong(text)))
        .isEqualTo(instant.truncatedTo(ChronoUnit.MICROS));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1970-01-01T00:00:00Z",
    "1795291200, 1, 2026-11-21T20:00:00.000001Z",
    "1795291200, 999999, 2026-11-21T20:00:00.999999Z"
  })
  void aTimeShouldBeSecondsAndMicroseconds(String seconds, String micros, Instant expected) {
    List<Object> answer = List.of(Wire.text(seconds), Wire.text(micros), Wire.text("more"));
    assertThat(Wire.time(answer)).isEqualTo(expected);
  }

  @Test
  void onlyOneShouldSayThatAScriptHasDoneIt() {
    assertThat(Wire.isDone(List.of(Wire.text("1")))).isTrue();
    assertThat(Wire.isDone(List.of(Wire.text("0")))).isFalse();
  }

  @Test
  void instantsThatAreTooFarAwayShouldBeBroughtNearer() {
    for (Instant far : new Instant[] {Instant.MAX, Instant.ofEpochSecond(9_000_000_000_001L)}) {
      assertThat(Wire.text(Wire.instant(Optional.of(far)))).startsWith("9000000000000");
    }
    for (Instant far : new Instant[] {Instant.MIN, Instant.ofEpochSecond(-9_000_000_000_001L)}) {
      assertThat(Wire.text(Wire.instant(Optional.of(far)))).isEqualTo("-9000000000000000000");
    }
  }

  @Test
  void whatIsAbsentShouldBeEmpty() {
    assertThat(Wire.text(Optional.empty())).isEmpty();
    assertThat(Wire.micros(Optional.empty())).isEmpty();
    assertThat(Wire.instant(Optional.empty())).isEmpty();
    assertThat(Wire.text(Wire.flag(true))).isEqualTo("1");
    assertThat(Wire.text(Wire.flag(false))).isEqualTo("0");
    assertThat(Wire.text(Wire.text("Schlüssel-鍵"))).isEqualTo("Schlüssel-鍵");
  }
}
