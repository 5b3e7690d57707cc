// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.refresh;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * A token endpoint on loopback that answers immediately and accepts each refresh token once. It
 * runs in another process, so that its CPU time does not count. It prints its port, and ends when
 * its standard input ends.
 */
final class TokenEndpoint {

  /** A refresh token with this prefix begins a new grant. It is accepted once, too. */
  static final String FIRST = "first-";

  /** 256 random bits in base64url. */
  private static final int TOKEN_BYTES = 32;

  private final Set<String> current = ConcurrentHashMap.newKeySet();
  private final Set<String> begun = ConcurrentHashMap.newKeySet();
  private final SecureRandom random = new SecureRandom();

  private TokenEndpoint() {}

  /** Serves until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer http = HttpServer.create(loopback, 0);
    http.createContext("/", new TokenEndpoint()::answer);
    var threads = Executors.newCachedThreadPool();
    http.setExecutor(threads);
    http.start();
    System.out.println(http.getAddress().getPort());
    System.out.flush();
    while (System.in.read() >= 0) {
      // Nothing is written to the input. Its end means that the benchmark has ended.
    }
    http.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
      String presented = presented(form);
      boolean first = presented.startsWith(FIRST) && begun.add(presented);
      boolean good = first || current.remove(presented);
      byte[] body =
          (good ? issued() : "{\"error\":\"invalid_grant\"}").getBytes(StandardCharsets.US_ASCII);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.getResponseHeaders().add("Cache-Control", "no-store");
      exchange.sendResponseHeaders(good ? 200 : 400, body.length);
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

  private String issued() {
    String refreshToken = token();
    current.add(refreshToken);
    return "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"refresh_token\":\"%s\"}"
        .formatted(token(), refreshToken);
  }

  private String token() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
