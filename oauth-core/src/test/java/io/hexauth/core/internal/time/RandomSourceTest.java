// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomSourceTest {

  @ParameterizedTest(name = "after {0} pauses, fraction {1}: {2}")
  @CsvSource({
    "0,       0.0, PT0.005S",
    "0,       0.5, PT0.0075S",
    "0,       1.0, PT0.010S",
    "9,       1.0, PT0.010S",
    "10,      1.0, PT0.020S",
    "11,      0.0, PT0.020S",
    "12,      1.0, PT0.080S",
    "13,      1.0, PT0.080S",
    "1000000, 0.0, PT0.040S"
  })
  void pausesShouldBeShortAtFirstAndThenGrow(int before, double fraction, Duration pause) {
    assertThat(Duration.ofNanos(RandomSource.pause(before, fraction))).isEqualTo(pause);
  }
}
