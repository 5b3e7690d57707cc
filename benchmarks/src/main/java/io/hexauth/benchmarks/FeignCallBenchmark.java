// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * A call through a Feign client. What {@code Authorization} costs is seen where nothing is sent;
 * what share of a real call that is, against the smallest call to loopback.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FeignCallBenchmark {

  /** A fixed header, nothing sent. */
  @Benchmark
  public void feignStaticHeader(FeignApis apis) {
    apis.fixed.call();
  }

  /** A token by a client that was written by hand, nothing sent. */
  @Benchmark
  public void feignByHand(FeignApis apis) {
    apis.byHand.call();
  }

  /** A token by {@code OAuthFeign}, nothing sent. */
  @Benchmark
  public void feignOAuth(FeignApis apis) {
    apis.authorized.call();
  }

  /** A fixed header, sent to loopback and answered with nothing. */
  @Benchmark
  public void feignLoopback(LoopbackApi api) {
    api.fixed.call();
  }
}
