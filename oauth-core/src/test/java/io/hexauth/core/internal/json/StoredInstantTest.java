// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredInstantTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-21T23:05:00Z",
        "2026-11-21T23:05:07.1Z",
        "2026-11-21T23:05:07.120Z",
        "2026-11-21T23:05:07.123456Z",
        "2026-11-21T23:05:07.123456789Z",
        "2026-11-21T23:05:07.000000001Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z",
        "2024-02-29T12:00:00Z",
        "+10000-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "2016-12-31T23:59:60Z",
        "2016-12-31T24:00:00Z",
        "2026-11-21t23:05:00z",
        "2026-11-21T23:05:00.Z",
        "-1000000000-01-01T00:00:00Z",
        "+1000000000-12-31T23:59:59.999999999Z"
      })
  void parseShouldReadWhatThePlatformReads(String text) {
    assertThat(StoredInstant.parse(text)).isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000, 1_000_000, 1_000_000_000})
  void parseShouldReadWhatInstantsWrite(int unit) {
    var random = new Random(unit);
    for (int i = 0; i < 1_000; i++) {
      long seconds = random.nextLong(-62_167_219_200L, 253_402_300_800L);
      Instant instant =
          Instant.ofEpochSecond(seconds, (long) random.nextInt(1_000_000_000) / unit * unit);
      assertThat(StoredInstant.parse(instant.toString())).isEqualTo(instant);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026-11-21",
        "2026-11-21T23:05:00",
        "2026-11-21T23:05:00.1234567890Z",
        "2026-11-21T23:05:00,123Z",
        "2026-13-21T23:05:00Z",
        "2026-02-29T23:05:00Z",
        "2026-11-21T23:60:00Z",
        "2026-11-21T25:05:00Z",
        "2026-11-21T23:05:61Z",
        "2026-1+-21T23:05:00Z",
        "2026-11-21T23:05:00ZZ",
        "\u0662\u0660\u0662\u0666-11-21T23:05:00Z"
      })
  void parseShouldRefuseWhatIsNoInstant(String text) {
    assertThatThrownBy(() -> StoredInstant.parse(text)).isInstanceOf(DateTimeException.class);
  }
}
