// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class QuickstartTest {

  @Test
  void runShouldShowEveryBehaviourOfTheFiveDocuments() {
    var bytes = new ByteArrayOutputStream();
    int failed = Quickstart.run(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    String printed = bytes.toString(StandardCharsets.UTF_8);
    assertThat(failed).as(printed).isZero();
    assertThat(printed.strip()).matches("(?s).*\n5 systems, \\d+ steps, 0 failed");
    assertThat(printed).doesNotContain("FAIL").doesNotContain("Bearer ey");
  }
}
