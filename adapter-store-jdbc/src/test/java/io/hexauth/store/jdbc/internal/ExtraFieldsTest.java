// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtraFieldsTest {

  private static final int RUNS = 2_000;
  private static final String[] PIECES = {":", "a:1:", "9", "\n", " ", "x", "鍵", "\uD83D\uDD11"};

  @Test
  void fieldsShouldBeWrittenAsTheScriptSays() {
    assertThat(ExtraFields.write(new TreeMap<>(Map.of("a", "xy", "b", "z"))))
        .isEqualTo("a:2:xyb:1:z");
    assertThat(ExtraFields.write(Map.of("key", "\uD83D\uDD11"))).isEqualTo("key:1:\uD83D\uDD11");
  }

  /** Tests values that consist of pieces of the encoding. */
  @Test
  void fieldsShouldBeReadAsTheyWereWrittenWhateverTheyContain() {
    Random random = new Random(20261121L);
    for (int run = 0; run < RUNS; run++) {
      Map<String, String> fields = new TreeMap<>();
      for (int i = random.nextInt(5); i >= 0; i--) {
        StringBuilder value = new StringBuilder();
        for (int j = random.nextInt(6); j >= 0; j--) {
          value.append(PIECES[random.nextInt(PIECES.length)]);
        }
        fields.put("abcdefg".substring(random.nextInt(7)), value.toString());
      }
      assertThat(ExtraFields.read(ExtraFields.write(fields))).isEqualTo(fields);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a:",
        "a:1",
        "a:1:",
        "a:2:x",
        "a:x:x",
        "a:0:",
        "a:-1:x",
        "a:1:xa:1:y",
        "a:1:xb"
      })
  void otherTextsShouldBeRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ExtraFields.read(text));
  }
}
