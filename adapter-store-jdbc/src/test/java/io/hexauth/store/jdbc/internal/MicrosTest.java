// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.StoredGrant;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times in whole microseconds, limited so that sums do not overflow. */
class MicrosTest {

  private static final long FAR = 300_000_000_000_000_000L;

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 999_999, 1_000_000, -1_000_001, FAR - 1, FAR, -FAR, 1 - FAR})
  void instantsShouldComeBackAsTheyWere(long micros) {
    assertThat(Micros.of(StoredGrant.instantOf(micros))).isEqualTo(micros);
  }

  @ParameterizedTest
  @CsvSource({"1999, 1", "-1, -1", "999, 0", "1000, 1", "-1000, -1", "-1001, -2"})
  void instantsShouldBeCutToTheMicrosecondBefore(long nanos, long micros) {
    assertThat(Micros.of(Instant.EPOCH.plusNanos(nanos))).isEqualTo(micros);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0",
    "PT0.000001S, 1",
    "PT1S, 1000000",
    "PT24H, 86400000000",
    "PT-0.000001S, -1",
    "PT299999999999S, 299999999999000000"
  })
  void durationsShouldBeCountedInMicroseconds(Duration duration, long micros) {
    assertThat(Micros.of(duration)).isEqualTo(micros);
  }

  @Test
  void whatIsTooFarAwayShouldBeBroughtNearer() {
    Instant latest = StoredGrant.instantOf(FAR);
    Instant earliest = StoredGrant.instantOf(-FAR);
    for (Instant late :
        new Instant[] {latest.plusNanos(1_000), latest.plusSeconds(1), Instant.MAX}) {
      assertThat(Micros.of(late)).isEqualTo(FAR);
    }
    for (Instant early :
        new Instant[] {earliest.minusNanos(1_000), earliest.minusSeconds(1), Instant.MIN}) {
      assertThat(Micros.of(early)).isEqualTo(-FAR);
    }
    assertThat(Micros.of(Duration.ofSeconds(FAR / 1_000_000 + 1))).isEqualTo(FAR);
    assertThat(Micros.of(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(FAR);
    assertThat(Micros.of(Duration.ofSeconds(Long.MIN_VALUE))).isEqualTo(-FAR);
  }
}
