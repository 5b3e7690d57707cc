// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.memory;

import io.hexauth.domain.token.OAuthToken;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Returning a token that is still valid to one of a million users. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PrincipalBenchmark {

  /** The least work of a correct program, with which the other results are compared. */
  @Benchmark
  public String principalLimit(LeastOfMany least, Calls calls) {
    return least.token(calls.next());
  }

  /** {@code OAuthClient.tokenFor(Principal)}. */
  @Benchmark
  public OAuthToken principalClient(FilledClient filled, Calls calls) {
    return filled.client.tokenFor(calls.next());
  }

  /** {@code OAuthClient.session(Principal).token()}. */
  @Benchmark
  public OAuthToken principalSession(FilledClient filled, Calls calls) {
    return filled.client.session(calls.next()).token();
  }
}
