// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import io.hexauth.benchmarks.stores.Cost;
import io.hexauth.benchmarks.stores.RoundTrips;
import io.hexauth.benchmarks.stores.StoreCosts;
import io.hexauth.benchmarks.storm.Storm;
import io.hexauth.benchmarks.storm.StormResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The results of the stores and of the expiry storm.
 *
 * @param storm the size of the storm
 * @param results the results of each library in the storm
 * @param effort how long the operations of the stores were measured
 * @param costs the times of these operations
 * @param roundTrips the round trips of one refresh, for each store
 */
record StoresReport(
    Storm storm,
    Storm.Results results,
    Cost.Effort effort,
    StoreCosts costs,
    List<RoundTrips> roundTrips) {

  String markdown(Circumstances now, String command) {
    List<String> lines = new ArrayList<>();
    lines.add("Measured on %s, commit `%s`, by".formatted(now.date(), now.commit()));
    lines.add("");
    lines.add("    " + command);
    lines.add("");
    lines.add("on %s; %s;".formatted(now.machine(), now.java()));
    lines.add("load average at the start %s.".formatted(now.load()));
    storm(lines);
    steps(lines);
    lines.add("");
    lines.add("P4 and P7 are targets for the operations of the stores, P5 for the storm.");
    lines.add("*Endpoint* is the 50 ms that the token endpoint takes for an answer:");
    lines.add("");
    lines.add("| target | this run | result |");
    lines.add("|---|---|---|");
    StoreVerdicts.of(this)
        .forEach(
            v ->
                lines.add(
                    "| %s | %s | %s |"
                        .formatted(v.target(), v.outcome(), v.met() ? "met" : "**not met**")));
    return String.join("\n", lines) + "\n";
  }

  private void storm(List<String> lines) {
    lines.add("");
    lines.add(
        "*Cold*: one expired grant, %d nodes × %d threads, strict rotation, token endpoint 50 ms, %d rounds:"
            .formatted(storm.nodes(), storm.threads(), storm.rounds()));
    lines.add("");
    table(lines, results.cold());
    lines.add("");
    lines.add(
        "*Warm*: the same, after each node of Hexauth has refreshed other grants %,d times:"
            .formatted(storm.refreshes()));
    lines.add("");
    table(lines, results.warm());
  }

  private static void table(List<String> lines, List<StormResult> results) {
    lines.add(
        "| | token requests for each expiry: mean (most) | failed calls | grants lost"
            + " | wait on the refreshing node, p50 / p99 ms | wait on other nodes, p50 / p99 ms |");
    lines.add("|---|---|---|---|---|---|");
    for (StormResult result : results) {
      lines.add(
          "| %s | %s (%d) | %,d of %,d | %d of %d | %s | %s |"
              .formatted(
                  result.title(),
                  one(result.requestsPerExpiry()),
                  result.mostRequests(),
                  result.failed(),
                  result.calls(),
                  result.lost(),
                  result.rounds().size(),
                  one(result.refreshing(0.5)) + " / " + one(result.refreshing(0.99)),
                  one(result.others(0.5)) + " / " + one(result.others(0.99))));
    }
  }

  private void steps(List<String> lines) {
    lines.add("");
    lines.add(
        "One thread runs each operation on a document of 2 KiB, in %d slices of %d ms."
            .formatted(effort.slices(), effort.sliceMillis()));
    lines.add("A ratio compares a slice with the slice by hand right before or after it:");
    lines.add("");
    lines.add(
        "| | µs/op | by hand µs/op | × by hand: median (quartiles) | × by hand, fastest tenth |");
    lines.add("|---|---|---|---|---|");
    Stream.concat(costs.jdbc().stream(), costs.redis().stream())
        .forEach(
            cost ->
                lines.add(
                    "| %s | %s | %s | %s (%s – %s) | %s |"
                        .formatted(
                            cost.title(),
                            micros(cost.nanos()),
                            micros(cost.byHand()),
                            two(cost.ratio()),
                            two(cost.low()),
                            two(cost.high()),
                            two(cost.undisturbed()))));
    costs
        .sealing()
        .forEach(
            cost -> lines.add("| %s | %s | | | |".formatted(cost.title(), micros(cost.nanos()))));
    lines.add("");
    roundTrips.forEach(
        trips ->
            lines.add(
                "One refresh on %s takes %d round trips: %s."
                    .formatted(trips.store(), trips.steps().size(), words(trips))));
  }

  private static String words(RoundTrips trips) {
    return String.join(
        ", ", trips.steps().stream().map(step -> "`" + step.split(" ")[0] + "`").toList());
  }

  private static String micros(double nanos) {
    return Markdown.number(nanos / 1000);
  }

  static String one(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%,.1f", value);
  }

  static String two(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
