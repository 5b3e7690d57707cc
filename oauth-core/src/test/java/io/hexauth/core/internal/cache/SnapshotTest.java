// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.OAuthClock;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The time with which the expiry of a token in memory is compared, if the two clocks differ. */
class SnapshotTest {

  /** A token that was confirmed at 10 of the process's clock and at 0 of the wall clock. */
  private static final Snapshot TOKEN = Sightings.snapshot(0);

  @ParameterizedTest(name = "the wall clock gains {0} ms on the other, which counts as {1} ms")
  @CsvSource({"0, 0", "1, 0", "1000, 0", "1001, 1001", "60000, 60000", "-1001, 0", "-60000, 0"})
  void machineShouldHaveSleptWhenTheWallClockGainsMoreThanASecond(long gained, long slept) {
    long counted = 5_000;
    OAuthClock clock =
        new OAuthClock() {
          @Override
          public Instant instant() {
            return Instant.ofEpochMilli(TOKEN.wall() + counted + gained);
          }

          @Override
          public long nanoTime() {
            return TOKEN.confirmed() + counted * 1_000_000;
          }
        };

    assertThat(TOKEN.now(clock)).isEqualTo(TOKEN.confirmed() + (counted + slept) * 1_000_000);
  }
}
