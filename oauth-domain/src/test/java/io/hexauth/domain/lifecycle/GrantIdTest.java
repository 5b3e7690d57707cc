// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantIdTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final SecureRandom random = new SecureRandom();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000000000000000000000000000000",
        "0193000000000000ffffffffffffffff",
        "fffffffffffeffffffffffffffffffff",
        "ffffffffffff00000000000000000000",
        "ffffffffffff0000000000000000ffff",
        "FFFFFFFFFFFF0000000000000000FFFF",
        "fffffffffffffffffffffffffffffffe"
      })
  void nextShouldComeAfterWhateverIdIsStored(String stored) {
    var planted = new GrantId(stored);
    for (int i = 0; i < 100; i++) {
      GrantId next = planted.next(NOW, random).orElseThrow();
      assertThat(new GrantRecord.Version(next, 1).isNewerThan(new GrantRecord.Version(planted, 9)))
          .isTrue();
    }
  }

  @Test
  void nextShouldBeEmptyAfterTheLastIdOfAll() {
    assertThat(new GrantId("f".repeat(32)).next(NOW, random)).isEmpty();
  }

  @Test
  void nextShouldHaveTheTimeOfTheClockUnlessThatIsBehind() {
    String now = HexFormat.of().toHexDigits(NOW.toEpochMilli(), 12);
    assertThat(new GrantId("0".repeat(32)).next(NOW, random).orElseThrow().value()).startsWith(now);
    assertThat(GrantId.random(NOW, random).value()).startsWith(now);
    assertThat(new GrantId(now + "f".repeat(20)).next(NOW, random).orElseThrow().value())
        .startsWith(HexFormat.of().toHexDigits(NOW.toEpochMilli() + 1, 12));
    assertThat(new GrantId("fffffffffffe" + "0".repeat(20)).next(NOW, random).orElseThrow().value())
        .startsWith("ffffffffffff");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0193000000000000ffffffffffffffff", "ffffffffffff00000000000000000000"})
  void nextShouldBeAnotherOneEachTime(String stored) {
    var seen = new HashSet<GrantId>();
    for (int i = 0; i < 100; i++) {
      seen.add(new GrantId(stored).next(NOW, random).orElseThrow());
    }
    assertThat(seen).hasSize(100);
  }
}
