// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hexauth.core.OAuthHealth;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * HTTP endpoints of the service: {@code /health} for the orchestrator and {@code /metrics} for
 * Prometheus.
 */
final class Endpoints implements AutoCloseable {

  private static final String JSON = "application/json";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService threads;
  private final OAuthHealth health;
  private volatile boolean stopping;

  private Endpoints(HttpServer server, ExecutorService threads, OAuthHealth health) {
    this.server = server;
    this.threads = threads;
    this.health = health;
  }

  /** Starts the endpoints on loopback. In a container, bind the address of the pod instead. */
  static Endpoints start(int port, OAuthHealth health, PrometheusMeterRegistry registry)
      throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpServer server = HttpServer.create(address, 0);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    var endpoints = new Endpoints(server, threads, health);
    server.setExecutor(threads);
    server.createContext("/health", endpoints::health);
    server.createContext(
        "/metrics", exchange -> answer(exchange, 200, PROMETHEUS, registry.scrape()));
    server.start();
    return endpoints;
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Reports the service as down from now on, so that it receives no more work. */
  void sayStopping() {
    stopping = true;
  }

  /**
   * Reports readiness: down if the service stops or cannot get tokens. It is no liveness probe,
   * because a restart would help in neither case.
   */
  private void health(HttpExchange exchange) throws IOException {
    boolean reachable = health.serverUnreachable().isEmpty();
    boolean up = reachable && !stopping;
    answer(
        exchange,
        up ? 200 : 503,
        JSON,
        "{\"status\":\"%s\",\"stopping\":%s,\"authorizationServer\":\"%s\"}"
            .formatted(up ? "UP" : "DOWN", stopping, reachable ? "UP" : "DOWN"));
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
