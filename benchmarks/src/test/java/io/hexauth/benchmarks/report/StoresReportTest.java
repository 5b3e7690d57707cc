// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.benchmarks.stores.Cost;
import io.hexauth.benchmarks.stores.RoundTrips;
import io.hexauth.benchmarks.stores.StoreCosts;
import io.hexauth.benchmarks.storm.Round;
import io.hexauth.benchmarks.storm.Storm;
import io.hexauth.benchmarks.storm.StormResult;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class StoresReportTest {

  private static final double NONE = Double.NaN;

  @Test
  void verdictsShouldBeMetOnlyWithinTheirTargets() {
    assertThat(StoreVerdicts.of(report(1.25, 20_000, 3))).hasSize(8).allMatch(Verdict::met);
    assertThat(notMet(report(1.26, 20_001, 4)))
        .containsExactly(
            "each operation of a store takes at most 1.25 times as long as code by hand",
            "encrypting or decrypting a document of 2 KiB with Tink (AES-256-GCM) takes at most 20 µs",
            "one refresh takes at most 3 round trips to the store");
  }

  @Test
  void stormShouldMeetItsTargetsOnlyWithOneRequestForEachExpiry() {
    assertThat(StoreVerdicts.of(report(calm(), calm()))).hasSize(8).allMatch(Verdict::met);
    for (Round bad : List.of(round(2, 0, 0), round(1, 1, 0), round(1, 0, 1))) {
      for (StoresReport report : List.of(report(calm(), bad), report(bad, calm()))) {
        assertThat(notMet(report))
            .containsExactly(
                "for each expiry, Hexauth sends exactly 1 token request, no call fails, and no grant is lost");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "71, 50, 50, 50, 'cold nodes, callers on the refreshing node: 99 % wait at most 70 ms'",
    "50, 111, 50, 50, 'cold nodes, callers on other nodes: 99 % wait at most 110 ms'",
    "50, 50, 61, 50, 'warm nodes, callers on the refreshing node: 99 % wait at most 60 ms'",
    "50, 50, 50, 111, 'warm nodes, callers on other nodes: 99 % wait at most 110 ms'"
  })
  void stormShouldMissTheTargetOfTheWaitThatIsTooLong(
      int cold, int coldOther, int warm, int warmOther, String target) {
    for (boolean onRedis : List.of(false, true)) {
      StoresReport report = report(waits(cold, coldOther), waits(warm, warmOther), onRedis);
      assertThat(notMet(report)).containsExactly(target);
    }
    assertThat(notMet(report(waits(70, 110), waits(60, 110)))).isEmpty();
  }

  @Test
  void reportShouldSayWhatWasMissed() {
    var now = new Circumstances("2026-11-21", "abc", "machine", "java", "0.10");
    assertThat(report(1.26, 20_000, 3).markdown(now))
        .contains(
            "commit `abc`",
            "| at most 1.26 times (step) | **not met** |",
            "| seal 20.0 µs | met |");
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

  private static List<String> notMet(StoresReport report) {
    return StoreVerdicts.of(report).stream().filter(v -> !v.met()).map(Verdict::target).toList();
  }

  private static Round calm() {
    return waits(50, 50);
  }

  private static Round round(int requests, int lost, int failed) {
    return new Round(requests, lost, 256, failed, new long[] {1}, new long[] {1});
  }

  private static Round waits(int refreshing, int others) {
    return new Round(
        1, 0, 256, 0, new long[] {refreshing * 1_000_000L}, new long[] {others * 1_000_000L});
  }

  private static StoresReport report(double ratio, double sealing, int trips) {
    return report(ratio, sealing, trips, new Storm.Results(List.of(), List.of()));
  }

  private static StoresReport report(Round cold, Round warm) {
    return report(cold, warm, true);
  }

  /**
   * A report in which other clients than Hexauth miss all targets.
   *
   * @param onRedis whether these are the rounds of Hexauth on Redis, or those on PostgreSQL. The
   *     rounds on the other store meet all targets
   */
  private static StoresReport report(Round cold, Round warm, boolean onRedis) {
    return report(1, 1, 3, new Storm.Results(results(cold, onRedis), results(warm, onRedis)));
  }

  private static List<StormResult> results(Round round, boolean onRedis) {
    return List.of(
        new StormResult("Hexauth on PostgreSQL", List.of(onRedis ? calm() : round)),
        new StormResult("Hexauth on Redis", List.of(onRedis ? round : calm())),
        new StormResult("peer", List.of(round(256, 1, 256))));
  }

  private static StoresReport report(
      double ratio, double sealing, int trips, Storm.Results results) {
    var step = new Cost("step", 100, 100, ratio);
    var seal = new Cost("seal", sealing, NONE, NONE);
    return new StoresReport(
        new Storm(4, 64, 0, 1, 0),
        results,
        new Cost.Effort(1, 1, 1),
        new StoreCosts(List.of(step, step), List.of(step, step), List.of(seal)),
        List.of(
            new RoundTrips(
                "store",
                List.of("SELECT a", "UPDATE b", "UPDATE c", "SELECT d").subList(0, trips))));
  }
}
