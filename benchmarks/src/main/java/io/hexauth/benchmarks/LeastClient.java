// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The least that any correct program does: one volatile read, because another thread may have
 * renewed the token, and one clock read, because it may have expired.
 */
@State(Scope.Benchmark)
public class LeastClient {

  private record Known(String token, long until) {}

  private static final long AN_HOUR = 3_600_000_000_000L;

  @SuppressWarnings("FieldCanBeFinal") // that it can change is what is measured
  private volatile Known known = new Known(Wiring.TOKEN, System.nanoTime() + AN_HOUR);

  String token() {
    Known now = known;
    if (now.until() - System.nanoTime() <= 0) {
      throw new IllegalStateException("The token has expired");
    }
    return now.token();
  }
}
