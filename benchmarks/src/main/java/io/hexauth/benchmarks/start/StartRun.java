// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.start;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * The starts of all applications. The applications take turns, each start is a new JVM, and the
 * server is on loopback.
 *
 * @param registrations number of registrations of each application
 * @param bindings number of bindings of the injector of Hexauth, and of the injector of Guice alone
 * @param starts the measured starts of each application
 */
public record StartRun(int registrations, int bindings, Map<Wiring, List<Measured>> starts) {

  private static final byte[] TOKEN =
      "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
          .getBytes(StandardCharsets.US_ASCII);

  /**
   * One start.
   *
   * @param wiring time from the first instruction of the application until it is wired, in ns
   * @param token time from then to the first token, in ns; 0 without a token
   * @param wired number of bindings or beans
   */
  public record Measured(long wiring, long token, int wired) {}

  /**
   * Starts each application this many times, after one start that only counts the bindings of
   * Hexauth.
   */
  public static StartRun of(int registrations, int times) throws IOException, InterruptedException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", StartRun::answer);
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      int bindings = started(Wiring.HEXAUTH, registrations, url).wired();
      Map<Wiring, List<Measured>> starts = new EnumMap<>(Wiring.class);
      for (int i = 0; i < times; i++) {
        for (Wiring wiring : Wiring.values()) {
          int number = wiring == Wiring.GUICE ? bindings : registrations;
          starts.computeIfAbsent(wiring, w -> new ArrayList<>()).add(started(wiring, number, url));
        }
      }
      return new StartRun(registrations, bindings, starts);
    } finally {
      server.stop(0);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, TOKEN.length);
      exchange.getResponseBody().write(TOKEN);
    }
  }

  private static Measured started(Wiring wiring, int number, String url)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                StartProbe.class.getName(),
                wiring.name(),
                Integer.toString(number),
                url)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var output = process.inputReader()) {
      String line = output.readLine();
      if (line == null || !process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IllegalStateException(wiring.title() + " did not start");
      }
      String[] parts = line.split(" ");
      return new Measured(
          Long.parseLong(parts[0]), Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
    } finally {
      process.destroyForcibly();
    }
  }

  /** {@return the median time of the wiring, in ms} */
  public double wiring(Wiring of) {
    return sorted(of, Measured::wiring)[times(of) / 2] / 1e6;
  }

  /** {@return the median time from the wiring to the first token, in ms} */
  public double token(Wiring of) {
    return sorted(of, Measured::token)[times(of) / 2] / 1e6;
  }

  private int times(Wiring of) {
    return starts.getOrDefault(of, List.of()).size();
  }

  private long[] sorted(Wiring of, ToLongFunction<Measured> part) {
    return starts.getOrDefault(of, List.of()).stream().mapToLong(part).sorted().toArray();
  }
}
