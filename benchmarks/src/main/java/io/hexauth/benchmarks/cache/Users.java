// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.cache;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A sequence of calls of users. User number n calls in proportion to 1/n (Zipf 1). The sequence is
 * the same on each run.
 */
public final class Users {

  private Users() {}

  /** {@return the number of the calling user, for each call} */
  public static int[] calls(int users, int count) {
    double[] sums = new double[users];
    double sum = 0;
    for (int i = 0; i < users; i++) {
      sum += 1.0 / (i + 1);
      sums[i] = sum;
    }
    double total = sum;
    var random = new Random(20_261_121);
    return IntStream.range(0, count)
        .map(i -> Arrays.binarySearch(sums, random.nextDouble() * total))
        .map(found -> found < 0 ? -found - 1 : found)
        .toArray();
  }

  /**
   * {@return how many calls a least-recently-used cache of this size would have answered}
   *
   * @param from the first call that counts; the calls before it only fill the cache
   */
  static int hitsOfLeastRecentlyUsed(int[] calls, int from, int cached) {
    Map<Integer, Boolean> kept =
        new LinkedHashMap<>(cached, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
            return size() > cached;
          }
        };
    int hits = 0;
    for (int i = 0; i < calls.length; i++) {
      boolean hit = kept.put(calls[i], true) != null;
      hits += hit && i >= from ? 1 : 0;
    }
    return hits;
  }
}
