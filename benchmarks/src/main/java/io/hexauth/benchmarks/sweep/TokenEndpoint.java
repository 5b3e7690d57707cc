// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.sweep;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/** A token endpoint on loopback that answers each request with new tokens after a latency. */
final class TokenEndpoint implements AutoCloseable {

  private static final int BACKLOG = 1024;

  static {
    // Without this, the body of an answer is sent up to 40 ms after its headers on Linux.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private final Duration latency;
  private final IntConsumer seen;
  private final HttpServer http;

  /**
   * Starts the server.
   *
   * @param latency time from the arrival of a request to its answer
   * @param seen receives the number of each request, on the thread that answers the request
   */
  TokenEndpoint(Duration latency, IntConsumer seen) {
    this.latency = latency;
    this.seen = seen;
    try {
      var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      http = HttpServer.create(loopback, BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.createContext("/token", this::answer);
    http.setExecutor(threads);
    http.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/token");
  }

  /** {@return the largest number of concurrent requests} */
  int mostAtOnce() {
    return mostAtOnce.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    long end = System.nanoTime() + latency.toNanos();
    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      int number = requests.incrementAndGet();
      seen.accept(number);
      byte[] body =
          """
          {"access_token":"access-%08d","token_type":"Bearer","expires_in":3600,"refresh_token":"refresh-%08d"}"""
              .formatted(number, number)
              .getBytes(StandardCharsets.US_ASCII);
      for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      atOnce.decrementAndGet();
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.getResponseHeaders().add("Cache-Control", "no-store");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
