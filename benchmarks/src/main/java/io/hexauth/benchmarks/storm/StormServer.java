// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.storm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * An authorization server on loopback with one token endpoint for each node. It rotates refresh
 * tokens, and revokes the grant if a refresh token is presented twice. It decides when a request
 * arrives, and answers after {@link #LATENCY}. Thread-safe.
 */
public final class StormServer implements AutoCloseable {

  /** Time from the arrival of a request to its answer. */
  public static final Duration LATENCY = Duration.ofMillis(50);

  private static final int BACKLOG = 1024;

  static {
    // Without this, the body of an answer is sent up to 40 ms after its headers on Linux.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /**
   * The tokens of one answer.
   *
   * @param accessToken an access token with the lifetime of this server
   * @param refreshToken a refresh token for one request
   */
  public record Issued(String accessToken, String refreshToken) {}

  /**
   * The counters since {@link #open()}.
   *
   * @param requests number of requests at all token endpoints
   * @param revoked number of revoked grants
   * @param refreshing the last node that got a token; -1 if there is none
   */
  public record Books(int requests, int revoked, int refreshing) {}

  private static final class Family {
    private String current = "";
    private boolean revoked;
  }

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Duration lifetime;
  private final HttpServer http;
  private final Map<String, Family> families = new HashMap<>();
  private final Set<String> fresh = new HashSet<>();
  private Books books = new Books(0, 0, -1);
  private volatile boolean atOnce;
  private long lastIssued = System.nanoTime();
  private int issued;

  /**
   * Starts the server.
   *
   * @param lifetime the lifetime of access tokens, in whole seconds
   */
  public StormServer(Duration lifetime) {
    this.lifetime = lifetime;
    try {
      var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      http = HttpServer.create(loopback, BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.createContext("/", this::answer);
    http.setExecutor(threads);
    http.start();
  }

  /** {@return the URL of the token endpoint for this node} */
  public URI endpoint(int node) {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/" + node);
  }

  /** {@return the first tokens of a new grant} */
  public synchronized Issued newGrant() {
    return issue(new Family());
  }

  /** Turns the latency off ({@code true}) or on. */
  void answerAtOnce(boolean from) {
    atOnce = from;
  }

  /** Sets the counters to zero. */
  synchronized void open() {
    books = new Books(0, 0, -1);
    fresh.clear();
  }

  /** {@return the counters} */
  public synchronized Books books() {
    return books;
  }

  /** {@return whether this access token was issued since {@link #open()}} */
  synchronized boolean isFresh(String accessToken) {
    return fresh.contains(accessToken);
  }

  /**
   * Waits until every access token has expired, including tokens that are issued during the wait.
   */
  public void awaitExpiry() {
    for (long end = expiry(); end - System.nanoTime() > 0; end = expiry()) {
      parkUntil(end);
    }
  }

  private synchronized long expiry() {
    return lastIssued + lifetime.plus(LATENCY).plusMillis(50).toNanos();
  }

  /** Waits until {@link System#nanoTime()} reaches this value. */
  static void parkUntil(long end) {
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    long arrival = System.nanoTime();
    try (exchange) {
      String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
      int node = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
      String json = decide(node, presented(form));
      byte[] body = json.getBytes(StandardCharsets.US_ASCII);
      if (!atOnce) {
        parkUntil(arrival + LATENCY.toNanos());
      }
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.getResponseHeaders().add("Cache-Control", "no-store");
      exchange.sendResponseHeaders(json.contains("error") ? 400 : 200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String presented(String form) {
    for (String parameter : form.split("&")) {
      if (parameter.startsWith("refresh_token=")) {
        return parameter.substring("refresh_token=".length());
      }
    }
    return "";
  }

  private synchronized String decide(int node, String refreshToken) {
    Family family = families.get(refreshToken);
    boolean good = family != null && !family.revoked && family.current.equals(refreshToken);
    boolean reuse = family != null && !family.revoked && !good;
    if (family != null && reuse) {
      family.revoked = true;
    }
    books =
        new Books(
            books.requests() + 1,
            books.revoked() + (reuse ? 1 : 0),
            good ? node : books.refreshing());
    if (family == null || !good) {
      return "{\"error\":\"invalid_grant\"}";
    }
    Issued next = issue(family);
    return """
        {"access_token":"%s","token_type":"Bearer","expires_in":%d,"refresh_token":"%s"}"""
        .formatted(next.accessToken(), lifetime.toSeconds(), next.refreshToken());
  }

  private Issued issue(Family family) {
    issued++;
    var next = new Issued("access-%08d".formatted(issued), "refresh-%08d".formatted(issued));
    family.current = next.refreshToken();
    families.put(next.refreshToken(), family);
    fresh.add(next.accessToken());
    lastIssued = System.nanoTime();
    return next;
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
