// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.storm;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * The results of one library in all rounds.
 *
 * @param title the name of the library in reports
 */
public record StormResult(String title, List<Round> rounds) {

  /** {@return the mean number of token requests for each expiry; one is needed} */
  public double requestsPerExpiry() {
    return (double) sum(Round::requests) / rounds.size();
  }

  /** {@return the largest number of token requests in a round} */
  public int mostRequests() {
    return rounds.stream().mapToInt(Round::requests).max().orElse(0);
  }

  /** {@return the number of calls that got no token} */
  public int failed() {
    return sum(Round::failed);
  }

  /** {@return the number of calls} */
  public int calls() {
    return sum(Round::calls);
  }

  /** {@return the number of grants that were lost} */
  public int lost() {
    return sum(Round::lost);
  }

  /**
   * {@return the wait in ms that this share of the calls on the refreshing node does not exceed}
   */
  public double refreshing(double share) {
    return percentile(share, Round::refreshing);
  }

  /** {@return the wait in ms that this share of the calls on the other nodes does not exceed} */
  public double others(double share) {
    return percentile(share, Round::others);
  }

  private int sum(ToIntFunction<Round> part) {
    return rounds.stream().mapToInt(part).sum();
  }

  private double percentile(double share, Function<Round, long[]> part) {
    long[] waits = rounds.stream().map(part).flatMapToLong(Arrays::stream).sorted().toArray();
    if (waits.length == 0) {
      return Double.NaN;
    }
    return waits[(int) Math.ceil(share * waits.length) - 1] / 1e6;
  }
}
