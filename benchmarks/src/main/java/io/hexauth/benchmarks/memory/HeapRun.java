// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.memory;

/**
 * The heap that grants in memory need.
 *
 * @param accessToken number of characters of an access token
 * @param refreshToken number of characters of a refresh token
 * @param grants number of grants in memory
 * @param bytes heap for each grant
 * @param strings part of {@code bytes} that the strings of the two tokens need
 */
public record HeapRun(int accessToken, int refreshToken, int grants, double bytes, long strings) {

  /** Number of characters of an opaque token. */
  public static final int SHORT = 36;

  /** Number of characters of a token with claims, such as a JWT. */
  public static final int LONG = 1_000;

  private static final int COLLECTIONS = 5;

  /** Fills the memory of one client, and compares the used heap before and after. */
  public static HeapRun of(int grants, int accessToken, int refreshToken) {
    long strings = string(accessToken) + string(refreshToken);
    // The first client loads classes and creates pools, which must not count as heap of grants.
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

  /** {@return the heap for each grant without the strings of its tokens} */
  public double objects() {
    return bytes - strings;
  }

  /** {@return the bytes of a string and its array in a JVM with compressed pointers} */
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
