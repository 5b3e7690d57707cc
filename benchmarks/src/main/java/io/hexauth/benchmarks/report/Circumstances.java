// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Date, commit, machine, Java version and load average of a measurement. */
record Circumstances(String date, String commit, String machine, String java, String load) {

  /**
   * {@return the present values; a value that cannot be read, for example without Git, is
   * "unknown"}
   */
  static Circumstances now() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return new Circumstances(
        LocalDate.now(ZoneOffset.UTC).toString(),
        firstLine("git", "describe", "--always", "--dirty", "--abbrev=12"),
        "%s, %d cores, %s %s"
            .formatted(
                cpu(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch")),
        "Java " + System.getProperty("java.vm.version"),
        load < 0 ? "unknown" : String.format(Locale.ROOT, "%.2f", load));
  }

  /**
   * {@return the first lines of a report: when, how and where it was measured}
   *
   * @param report the name of the report in the command
   * @param more further facts about the measurement
   */
  String heading(String report, String... more) {
    return """
        Measured on %s with `-Dreport=%s`, commit `%s`, load average at the start %s, on
        %s; %s%s.
        """
        .formatted(
            date,
            report,
            commit,
            load,
            machine,
            java,
            Arrays.stream(more).map(fact -> "; " + fact).collect(Collectors.joining()));
  }

  private static String cpu() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown processor");
    } catch (IOException e) {
      return "unknown processor";
    }
  }

  private static String firstLine(String... command) {
    try {
      Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
      try (var output = process.inputReader()) {
        String line = output.readLine();
        boolean done = process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        return done && line != null ? line : "unknown";
      }
    } catch (IOException e) {
      return "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }
}
