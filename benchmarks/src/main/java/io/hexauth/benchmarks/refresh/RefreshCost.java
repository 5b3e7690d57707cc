// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.refresh;

import io.hexauth.servers.PostgresServer;
import io.hexauth.servers.TestDatabase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The cost of one refresh. The compared variants take turns in slices of one run. Each figure is
 * the median of the slices.
 *
 * @param title the name of the variant in reports
 * @param cpuMicros CPU time of the process, in µs
 * @param bytes bytes that all threads allocated
 */
public record RefreshCost(String title, double cpuMicros, double bytes) {

  /**
   * The size of a measurement.
   *
   * @param warmUp refreshes of each variant before the first slice
   * @param slices number of slices of each variant
   * @param refreshes number of refreshes in each slice
   */
  public record Effort(int warmUp, int slices, int refreshes) {}

  /** {@return the costs of Hexauth, of code by hand, and of Spring Security, in this order} */
  public static List<RefreshCost> measured(Effort effort) throws Exception {
    TestDatabase database = PostgresServer.newDatabase();
    try (EndpointProcess endpoint = EndpointProcess.started();
        var hexauth = new HexauthRefresher(database, endpoint.uri());
        var byHand = new RefresherByHand(database, endpoint.uri());
        var spring = new SpringRefresher(database, endpoint.uri())) {
      return measured(List.of(hexauth, byHand, spring), effort);
    }
  }

  private static List<RefreshCost> measured(List<Refresher> contenders, Effort effort)
      throws Exception {
    for (Refresher contender : contenders) {
      repeat(contender, effort.warmUp());
    }
    List<List<RefreshCost>> slices = new ArrayList<>();
    for (int i = 0; i < effort.slices(); i++) {
      List<RefreshCost> slice = new ArrayList<>();
      for (Refresher contender : contenders) {
        slice.add(slice(contender, effort.refreshes()));
      }
      slices.add(slice);
    }
    List<RefreshCost> medians = new ArrayList<>();
    for (int i = 0; i < contenders.size(); i++) {
      int contender = i;
      medians.add(median(slices.stream().map(slice -> slice.get(contender)).toList()));
    }
    return medians;
  }

  private static RefreshCost slice(Refresher contender, int refreshes) throws Exception {
    var meter = new Meter();
    repeat(contender, refreshes);
    return new RefreshCost(
        contender.title(),
        meter.cpuNanos() / 1000.0 / refreshes,
        (double) meter.bytes() / refreshes);
  }

  private static void repeat(Refresher contender, int refreshes) throws Exception {
    String before = "";
    for (int i = 0; i < refreshes; i++) {
      String token = contender.refresh();
      if (token.equals(before)) {
        throw new IllegalStateException(contender.title() + " did not refresh");
      }
      before = token;
    }
  }

  static RefreshCost median(List<RefreshCost> slices) {
    return new RefreshCost(
        slices.get(0).title(),
        middle(slices.stream().mapToDouble(RefreshCost::cpuMicros).toArray()),
        middle(slices.stream().mapToDouble(RefreshCost::bytes).toArray()));
  }

  private static double middle(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
