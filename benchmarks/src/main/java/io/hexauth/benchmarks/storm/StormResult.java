// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.storm;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * What became of one library in all rounds.
 *
 * @param title of the library
 */
public record StormResult(String title, List<Round> rounds) {

  /** {@return token requests for each expiry; 1 is what is needed} */
  public double requestsPerExpiry() {
    return (double) sum(Round::requests) / rounds.size();
  }

  /** {@return the most token requests of any round} */
  public int mostRequests() {
    return rounds.stream().mapToInt(Round::requests).max().orElse(0);
  }

  /** {@return calls that got no token} */
  public int failed() {
    return sum(Round::failed);
  }

  /** {@return all calls} */
  public int calls() {
    return sum(Round::calls);
  }

  /** {@return grants that were lost} */
  public int lost() {
    return sum(Round::lost);
  }

  /** {@return what this share of the calls on the node that refreshed took at most, in ms} */
  public double refreshing(double share) {
    return percentile(share, Round::refreshing);
  }

  /** {@return what this share of the calls on the other nodes took at most, in ms} */
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
