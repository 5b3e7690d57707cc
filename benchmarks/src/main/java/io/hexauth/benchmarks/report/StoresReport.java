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

  String markdown(Circumstances now) {
    List<String> lines = new ArrayList<>();
    lines.add(now.heading("Stores"));
    storm(lines);
    operations(lines);
    return String.join("\n", lines) + "\n" + Verdict.table(StoreVerdicts.of(this));
  }

  private void storm(List<String> lines) {
    lines.add(
        "In each of %d rounds, %d nodes with %d threads each ask for the token of one expired grant. Each *warm* node has refreshed other grants %,d times before."
            .formatted(storm.rounds(), storm.nodes(), storm.threads(), storm.refreshes()));
    lines.add("");
    lines.add(
        "| client in the expiry storm (less is better) | token requests for each expiry"
            + " | failed calls | lost grants"
            + " | callers on the refreshing node: 50 % and 99 % wait at most, ms"
            + " | callers on other nodes: 50 % and 99 % wait at most, ms |");
    lines.add("|---|---|---|---|---|---|");
    results.cold().forEach(result -> lines.add(row(result, "cold")));
    results.warm().forEach(result -> lines.add(row(result, "warm")));
  }

  private static String row(StormResult result, String state) {
    return "| %s, %s nodes | mean %s, most %d | %,d of %,d | %d of %d | %s and %s | %s and %s |"
        .formatted(
            result.title(),
            state,
            one(result.requestsPerExpiry()),
            result.mostRequests(),
            result.failed(),
            result.calls(),
            result.lost(),
            result.rounds().size(),
            one(result.refreshing(0.5)),
            one(result.refreshing(0.99)),
            one(result.others(0.5)),
            one(result.others(0.99)));
  }

  private void operations(List<String> lines) {
    lines.add("");
    lines.add(
        "One thread runs each operation on a document of 2 KiB, in %d slices of %d ms."
            .formatted(effort.slices(), effort.sliceMillis()));
    lines.add(
        "The last column is the median of ratios. A ratio compares a slice with the slice of the code by hand measured right before or after it.");
    lines.add("");
    lines.add(
        "| operation (less is better) | median time of Hexauth, µs | median time of code by hand, µs"
            + " | times the code by hand |");
    lines.add("|---|---|---|---|");
    Stream.concat(costs.jdbc().stream(), costs.redis().stream())
        .forEach(
            cost ->
                lines.add(
                    "| %s | %s | %s | %s |"
                        .formatted(
                            cost.title(),
                            micros(cost.nanos()),
                            micros(cost.byHand()),
                            two(cost.ratio()))));
  }

  static String micros(double nanos) {
    return Markdown.number(nanos / 1000);
  }

  static String one(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%,.1f", value);
  }

  static String two(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
