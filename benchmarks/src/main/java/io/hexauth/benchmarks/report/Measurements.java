// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import io.hexauth.benchmarks.FeignCallBenchmark;
import io.hexauth.benchmarks.ValidTokenBenchmark;
import io.hexauth.benchmarks.memory.PrincipalBenchmark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The results of all benchmarks of one run. */
record Measurements(List<Measurement> all) {

  Measurements {
    all = List.copyOf(all);
  }

  /**
   * Runs the benchmarks for valid tokens with one and with two threads, and those for Feign with
   * one.
   */
  static Measurements take(Effort effort) throws RunnerException {
    List<Measurement> all = new ArrayList<>();
    for (int threads : List.of(1, 2)) {
      all.addAll(run(ValidTokenBenchmark.class, threads, effort));
    }
    all.addAll(run(FeignCallBenchmark.class, 1, effort));
    return new Measurements(all);
  }

  /** Runs the benchmarks that find a token by its principal, with one and with two threads. */
  static Measurements takeByPrincipal(Effort effort, String... jvmArguments)
      throws RunnerException {
    List<Measurement> all = new ArrayList<>();
    for (int threads : List.of(1, 2)) {
      all.addAll(run(PrincipalBenchmark.class, threads, effort, jvmArguments));
    }
    return new Measurements(all);
  }

  private static List<Measurement> run(
      Class<?> benchmarks, int threads, Effort effort, String... jvmArguments)
      throws RunnerException {
    TimeValue time = TimeValue.milliseconds(effort.millis());
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + benchmarks.getName().replace(".", "\\.") + "\\.")
            .threads(threads)
            .forks(effort.forks())
            .jvmArgsAppend(jvmArguments)
            .warmupIterations(effort.warmups())
            .warmupTime(time)
            .measurementIterations(effort.iterations())
            .measurementTime(time)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(effort.forks() == 0 ? VerboseMode.SILENT : VerboseMode.NORMAL);
    Collection<RunResult> results = new Runner(options.build()).run();
    return results.stream().map(result -> measurement(result, threads)).toList();
  }

  private static Measurement measurement(RunResult result, int threads) {
    Result<?> time = result.getPrimaryResult();
    String method = time.getLabel();
    Subject subject =
        Arrays.stream(Subject.values())
            .filter(s -> s.method().equals(method))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("No subject for benchmark " + method));
    double bytes =
        Optional.ofNullable(result.getSecondaryResults().get("gc.alloc.rate.norm"))
            .map(allocated -> allocated.getScore())
            .orElseThrow(() -> new IllegalStateException("The profiler did not run"));
    return new Measurement(subject, threads, time.getScore(), time.getScoreError(), bytes);
  }

  /** {@return the time with two threads, divided by the time with one} */
  double growth(Subject subject) {
    return of(subject, 2).times(of(subject, 1));
  }

  /** {@return the measurements of this subject, one for each number of threads} */
  Stream<Measurement> on(Subject subject) {
    return all.stream().filter(m -> m.subject() == subject);
  }

  Measurement of(Subject subject, int threads) {
    return all.stream()
        .filter(m -> m.subject() == subject && m.threads() == threads)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(subject + " was not measured"));
  }
}
