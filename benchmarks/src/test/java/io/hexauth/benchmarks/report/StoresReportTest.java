// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.benchmarks.stores.Cost;
import io.hexauth.benchmarks.stores.RoundTrips;
import io.hexauth.benchmarks.stores.StoreCosts;
import io.hexauth.benchmarks.storm.Storm;
import io.hexauth.benchmarks.storm.StormResult;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StoresReportTest {

  private static final double NONE = Double.NaN;

  @Test
  void verdictsShouldBeMetOnlyWithinTheirTargets() {
    assertThat(StoreVerdicts.of(report(1.25, 20_000, 3))).hasSize(6).allMatch(Verdict::met);
    assertThat(StoreVerdicts.of(report(1.26, 20_001, 4))).hasSize(6).noneMatch(Verdict::met);
  }

  @Test
  void reportShouldSayWhatWasMissed() {
    var now = new Circumstances("2026-11-21", "abc", "machine", "java", "0.10");
    assertThat(report(1.26, 20_000, 3).markdown(now, "command"))
        .contains("commit `abc`", "| 1.26 × | **not met** |", "| 20.0 µs | met |");
  }

  @Test
  void chartShouldBeWellFormed() throws Exception {
    var none = List.of(new StormResult("Hexauth", List.of()), new StormResult("peer", List.of()));
    byte[] svg = StormChart.of(none).getBytes(StandardCharsets.UTF_8);

    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg));

    // The background, and one bar for each library.
    assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(3);
  }

  private static StoresReport report(double ratio, double sealing, int trips) {
    var step = new Cost("step", 100, 100, ratio, ratio, ratio, ratio);
    var seal = new Cost("seal", sealing, NONE, NONE, NONE, NONE, NONE);
    return new StoresReport(
        new Storm(4, 64, 0, 1, 0),
        new Storm.Results(List.of(), List.of()),
        new Cost.Effort(1, 1, 1),
        new StoreCosts(List.of(step, step), List.of(step, step), List.of(seal)),
        List.of(
            new RoundTrips(
                "store",
                List.of("SELECT a", "UPDATE b", "UPDATE c", "SELECT d").subList(0, trips))));
  }
}
