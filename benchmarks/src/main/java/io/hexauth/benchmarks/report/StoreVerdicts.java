// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import io.hexauth.benchmarks.stores.Cost;
import io.hexauth.benchmarks.stores.RoundTrips;
import io.hexauth.benchmarks.storm.StormResult;
import io.hexauth.benchmarks.storm.StormServer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Compares the results of the stores and of the storm with the targets P4, P5 and P7. */
final class StoreVerdicts {

  private static final double ENDPOINT = StormServer.LATENCY.toMillis();

  private StoreVerdicts() {}

  static List<Verdict> of(StoresReport report) {
    List<Verdict> verdicts = new ArrayList<>();
    report.costs().jdbc().forEach(cost -> verdicts.add(ratio(cost, "hand-written JDBC")));
    report.costs().redis().forEach(cost -> verdicts.add(ratio(cost, "raw Lettuce")));
    Cost seal = report.costs().sealing().get(0);
    verdicts.add(
        new Verdict(
            "P4 sealing 2 KiB: at most 20 µs",
            Markdown.number(seal.nanos() / 1000) + " µs",
            seal.nanos() <= 20_000));
    hexauth(report.results().cold()).forEach(result -> storm(verdicts, result, "cold", 20));
    hexauth(report.results().warm()).forEach(result -> storm(verdicts, result, "warm", 10));
    report.roundTrips().forEach(trips -> verdicts.add(trips(trips)));
    return verdicts;
  }

  private static Verdict ratio(Cost cost, String byHand) {
    return new Verdict(
        "P4 %s: at most 1.25 × %s".formatted(cost.title(), byHand),
        StoresReport.two(cost.ratio()) + " ×",
        cost.ratio() <= 1.25);
  }

  private static Stream<StormResult> hexauth(List<StormResult> results) {
    return results.stream().filter(result -> result.title().startsWith("Hexauth"));
  }

  private static void storm(List<Verdict> verdicts, StormResult result, String state, int allowed) {
    String title = "P5 %s, %s nodes: ".formatted(result.title(), state);
    verdicts.add(
        new Verdict(
            title + "exactly 1 token request for each expiry, no grant lost, no call failed",
            "mean %s, most %d; %d lost, %d failed"
                .formatted(
                    StoresReport.two(result.requestsPerExpiry()),
                    result.mostRequests(),
                    result.lost(),
                    result.failed()),
            result.mostRequests() == 1
                && result.requestsPerExpiry() == 1
                && result.lost() == 0
                && result.failed() == 0));
    verdicts.add(
        wait(
            title
                + "99 %% of the callers on the refreshing node wait at most endpoint + %d ms"
                    .formatted(allowed),
            result.refreshing(0.99),
            allowed));
    verdicts.add(
        wait(
            title + "99 % of the callers on other nodes wait at most endpoint + 60 ms",
            result.others(0.99),
            60));
  }

  private static Verdict wait(String target, double millis, double allowed) {
    return new Verdict(
        target,
        "endpoint + %s ms".formatted(StoresReport.one(millis - ENDPOINT)),
        millis <= ENDPOINT + allowed);
  }

  private static Verdict trips(RoundTrips trips) {
    return new Verdict(
        "P7 %s: at most 3 round trips for each refresh".formatted(trips.store()),
        Integer.toString(trips.steps().size()),
        trips.steps().size() <= 3);
  }
}
