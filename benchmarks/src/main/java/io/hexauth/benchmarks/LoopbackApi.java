// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks;

import com.sun.net.httpserver.HttpServer;
import feign.Feign;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** An API on loopback that answers 204, and a Feign client for this API. */
@State(Scope.Benchmark)
public class LoopbackApi {

  private final HttpServer server = server();
  final FeignApis.Fixed fixed =
      Feign.builder()
          .target(FeignApis.Fixed.class, "http://127.0.0.1:" + server.getAddress().getPort());

  private static HttpServer server() {
    try {
      var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      HttpServer server = HttpServer.create(loopback, 0);
      server.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops the server. */
  @TearDown
  public void close() {
    server.stop(0);
  }
}
