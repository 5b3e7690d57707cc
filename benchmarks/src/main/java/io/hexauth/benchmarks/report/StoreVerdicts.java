// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import io.hexauth.benchmarks.stores.Cost;
import io.hexauth.benchmarks.storm.StormResult;
import io.hexauth.benchmarks.storm.StormServer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares the results of the storm and of the stores with their targets. */
final class StoreVerdicts {

  private static final int ENDPOINT = (int) StormServer.LATENCY.toMillis();

  /** Longest wait of a caller beyond the response time of the token endpoint, in ms. */
  private static final int COLD = 20;

  private static final int WARM = 10;
  private static final int OTHER_NODE = 60;

  private StoreVerdicts() {}

  static List<Verdict> of(StoresReport report) {
    List<StormResult> cold = hexauth(report.results().cold());
    List<StormResult> warm = hexauth(report.results().warm());
    ToDoubleFunction<StormResult> refreshing = result -> result.refreshing(0.99);
    ToDoubleFunction<StormResult> others = result -> result.others(0.99);
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(oneRequest(Stream.concat(cold.stream(), warm.stream()).toList()));
    verdicts.add(wait("cold nodes, callers on the refreshing node", cold, refreshing, COLD));
    verdicts.add(wait("cold nodes, callers on other nodes", cold, others, OTHER_NODE));
    verdicts.add(wait("warm nodes, callers on the refreshing node", warm, refreshing, WARM));
    verdicts.add(wait("warm nodes, callers on other nodes", warm, others, OTHER_NODE));
    verdicts.add(operations(report));
    verdicts.add(sealing(report.costs().sealing()));
    verdicts.add(roundTrips(report));
    return verdicts;
  }

  private static List<StormResult> hexauth(List<StormResult> results) {
    return results.stream().filter(result -> result.title().startsWith("Hexauth")).toList();
  }

  private static Verdict oneRequest(List<StormResult> results) {
    return new Verdict(
        "for each expiry, Hexauth sends exactly 1 token request, no call fails, and no grant is lost",
        results.stream()
            .map(
                result ->
                    "mean %s, most %d; %d failed, %d lost"
                        .formatted(
                            StoresReport.two(result.requestsPerExpiry()),
                            result.mostRequests(),
                            result.failed(),
                            result.lost()))
            .distinct()
            .collect(Collectors.joining("; ")),
        results.stream()
            .allMatch(
                result ->
                    result.mostRequests() == 1
                        && result.requestsPerExpiry() == 1
                        && result.lost() == 0
                        && result.failed() == 0));
  }

  private static Verdict wait(
      String callers, List<StormResult> results, ToDoubleFunction<StormResult> millis, int more) {
    return new Verdict(
        callers + ": 99 %% wait at most %d ms".formatted(ENDPOINT + more),
        results.stream()
            .map(
                result ->
                    StoresReport.one(millis.applyAsDouble(result))
                        + " ms"
                        + result.title().replace("Hexauth", ""))
            .collect(Collectors.joining(", ")),
        results.stream().allMatch(result -> millis.applyAsDouble(result) <= ENDPOINT + more));
  }

  private static Verdict operations(StoresReport report) {
    Cost slowest =
        Stream.concat(report.costs().jdbc().stream(), report.costs().redis().stream())
            .max(Comparator.comparingDouble(Cost::ratio))
            .orElseThrow();
    return new Verdict(
        "each operation of a store takes at most 1.25 times as long as code by hand",
        "at most %s times (%s)".formatted(StoresReport.two(slowest.ratio()), slowest.title()),
        slowest.ratio() <= 1.25);
  }

  private static Verdict sealing(List<Cost> costs) {
    return new Verdict(
        "encrypting or decrypting a document of 2 KiB with Tink (AES-256-GCM) takes at most 20 µs",
        costs.stream()
            .map(cost -> cost.title() + " " + StoresReport.micros(cost.nanos()) + " µs")
            .collect(Collectors.joining(", ")),
        costs.stream().allMatch(cost -> cost.nanos() <= 20_000));
  }

  private static Verdict roundTrips(StoresReport report) {
    return new Verdict(
        "one refresh takes at most 3 round trips to the store",
        report.roundTrips().stream()
            .map(
                trips ->
                    "%d on %s (%s)"
                        .formatted(
                            trips.steps().size(),
                            trips.store(),
                            trips.steps().stream()
                                .map(step -> "`" + step.split(" ")[0] + "`")
                                .collect(Collectors.joining(", "))))
            .collect(Collectors.joining("; ")),
        report.roundTrips().stream().allMatch(trips -> trips.steps().size() <= 3));
  }
}
