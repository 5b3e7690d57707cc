// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * Calls through a Feign client. The calls without a request show the cost of the {@code
 * Authorization} header. The call to loopback shows how small this cost is compared with a real
 * call.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FeignCallBenchmark {

  /** A token from {@link ClientByHand}. No request is sent. */
  @Benchmark
  public void feignByHand(FeignApis apis) {
    apis.byHand.call();
  }

  /** A token from {@code OAuthFeign}. No request is sent. */
  @Benchmark
  public void feignOAuth(FeignApis apis) {
    apis.authorized.call();
  }

  /** A fixed header. The request is sent to loopback, and the answer is empty. */
  @Benchmark
  public void feignLoopback(LoopbackApi api) {
    api.fixed.call();
  }
}
