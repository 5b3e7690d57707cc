// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FleetExampleTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  @Timeout(120)
  void promisesShouldBeKeptWhenANodeIsKilledWhileTheServerAnswersIt() throws IOException {
    var plan = new Plan(3, 8, 1, Duration.ofSeconds(2), Duration.ofSeconds(12));

    Verdict verdict = run(plan, FleetNode.class);

    assertThat(FleetExample.exitValue(verdict)).as(printed()).isZero();
    assertThat(verdict.killed()).as(printed()).hasSize(1);
    assertThat(printed()).contains("every promise was kept").doesNotContain("BROKEN");
  }

  @Test
  @Timeout(120)
  void exitValueShouldSayWhenNodesHaveNoLeaseInCommon() throws IOException {
    var plan = new Plan(2, 6, 0, Duration.ofSeconds(2), Duration.ofSeconds(5));

    Verdict verdict = run(plan, GreedyNode.class);

    assertThat(FleetExample.exitValue(verdict)).as(printed()).isEqualTo(1);
    assertThat(printed())
        .contains("were presented twice, although their first node was not killed")
        .contains("families were revoked, although no node of theirs was killed")
        .contains("a promise was broken");
  }

  private Verdict run(Plan plan, Class<?> node) throws IOException {
    return FleetExample.run(plan, node, new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
