// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.memory;

/**
 * The heap that grants in memory take.
 *
 * @param accessToken how many characters an access token has
 * @param refreshToken how many characters a refresh token has
 * @param grants in memory
 * @param bytes of heap for each grant
 * @param strings how many of them are the two token strings themselves, each of them once
 */
public record HeapRun(int accessToken, int refreshToken, int grants, double bytes, long strings) {

  /** Characters of an opaque token. */
  public static final int SHORT = 36;

  /** Characters of a token that carries claims. */
  public static final int LONG = 1_000;

  private static final int COLLECTIONS = 5;

  /** Fills the memory of one client, and looks at the used heap before and after. */
  public static HeapRun of(int grants, int accessToken, int refreshToken) {
    long strings = string(accessToken) + string(refreshToken);
    // What a first client leaves behind, such as classes and pools, is not a grant's.
    ManyGrants.of(grants, accessToken, refreshToken).fill().close();
    try (var many = ManyGrants.of(grants, accessToken, refreshToken)) {
      long before = used();
      many.fill();
      double bytes = (double) (used() - before) / grants;
      if (!many.isFilled()) {
        throw new IllegalStateException("The grants were not in memory any more");
      }
      return new HeapRun(accessToken, refreshToken, grants, bytes, strings);
    }
  }

  /** {@return the bytes for each grant that are not its tokens} */
  public double objects() {
    return bytes - strings;
  }

  /** A string and its array, as a JVM with compressed pointers lays them out. */
  private static long string(int length) {
    return 24L + (16L + length + 7) / 8 * 8;
  }

  private static long used() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
