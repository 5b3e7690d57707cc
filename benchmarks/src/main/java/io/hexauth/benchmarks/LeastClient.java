// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The least work of a correct program that returns a token: one volatile read, because another
 * thread may have refreshed the token, and one clock read, because the token may have expired.
 */
@State(Scope.Benchmark)
public class LeastClient {

  private record Known(String token, long until) {}

  private static final long AN_HOUR = 3_600_000_000_000L;

  @SuppressWarnings("FieldCanBeFinal") // a program must read a field that may change
  private volatile Known known = new Known(Wiring.TOKEN, System.nanoTime() + AN_HOUR);

  String token() {
    Known now = known;
    if (now.until() - System.nanoTime() <= 0) {
      throw new IllegalStateException("The token has expired");
    }
    return now.token();
  }
}
