// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.storm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The least work that serves all callers with one request: the first caller sends the request, and
 * the others wait for its future. There is no store, no lease and no encryption, and all nodes
 * share the future. So the waits show how long the machine needs to run all threads.
 */
final class LeastNodes implements Contender {

  private static final String TOKEN = "\"access_token\":\"";
  private static final String REFRESH_TOKEN = "\"refresh_token\":\"";

  private final StormServer server = new StormServer(Duration.ofHours(1));
  private final AtomicReference<Optional<CompletableFuture<String>>> flight =
      new AtomicReference<>(Optional.empty());
  private volatile String refreshToken = server.newGrant().refreshToken();

  @Override
  public String title() {
    return "minimal client without a store";
  }

  @Override
  public StormServer server() {
    return server;
  }

  @Override
  public void expire() {
    flight.set(Optional.empty());
  }

  @Override
  public Optional<String> call(int node) throws IOException {
    Optional<CompletableFuture<String>> known = flight.get();
    var mine = new CompletableFuture<String>();
    if (known.isEmpty() && flight.compareAndSet(known, Optional.of(mine))) {
      try {
        mine.complete(refreshed(node));
      } finally {
        mine.cancel(false); // for a failure; otherwise all other callers would wait forever
      }
    }
    return flight.get().map(CompletableFuture::join);
  }

  private String refreshed(int node) throws IOException {
    var connection = (HttpURLConnection) server.endpoint(node).toURL().openConnection();
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(
          ("grant_type=refresh_token&refresh_token=" + refreshToken)
              .getBytes(StandardCharsets.US_ASCII));
    }
    try (InputStream in = connection.getInputStream()) {
      String json = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      refreshToken = after(json, REFRESH_TOKEN);
      return after(json, TOKEN);
    }
  }

  private static String after(String json, String name) {
    int begin = json.indexOf(name) + name.length();
    return json.substring(begin, json.indexOf('"', begin));
  }

  @Override
  public void close() {
    server.close();
  }
}
