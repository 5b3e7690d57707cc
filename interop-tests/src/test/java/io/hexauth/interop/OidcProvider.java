// SPDX-License-Identifier: Apache-2.0
package io.hexauth.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** oidc-provider of Node.js in a separate process, on loopback. npm downloads it. */
final class OidcProvider implements AutoCloseable {

  private static final int MOST_PAGES = 20;

  private final Process process;
  private final String issuer;

  private OidcProvider(Process process, String issuer) {
    this.process = process;
    this.issuer = issuer;
  }

  /** Downloads the server if necessary, starts it, and waits until it listens. */
  static OidcProvider start() throws IOException, InterruptedException {
    Path home = Files.createDirectories(Path.of(System.getProperty("oidc-provider.home")));
    for (String file : List.of("package.json", "server.mjs")) {
      try (InputStream resource =
          OidcProvider.class.getResourceAsStream("/oidc-provider/" + file)) {
        Files.write(home.resolve(file), resource.readAllBytes());
      }
    }
    if (!Files.exists(home.resolve("node_modules/oidc-provider"))) {
      Process install =
          new ProcessBuilder("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund")
              .directory(home.toFile())
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("npm.log").toFile())
              .start();
      assertThat(install.waitFor(5, TimeUnit.MINUTES)).as("npm, see its npm.log").isTrue();
      assertThat(install.exitValue()).as("npm, see its npm.log").isZero();
    }
    Path log = home.resolve("server.log");
    Files.deleteIfExists(log);
    Process process =
        new ProcessBuilder("node", "server.mjs")
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    await("oidc-provider to listen, see its server.log")
        .atMost(Duration.ofMinutes(1))
        .until(() -> issuer(log).isPresent());
    return new OidcProvider(process, issuer(log).orElseThrow());
  }

  private static Optional<String> issuer(Path log) throws IOException {
    if (!Files.exists(log)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.startsWith("issuer "))
          .map(line -> line.substring("issuer ".length()))
          .findFirst();
    }
  }

  String issuer() {
    return issuer;
  }

  /**
   * Signs in with a new browser, and consents.
   *
   * @return the URL to which the browser is sent in the end
   */
  URI signIn(URI authorizationUrl, String user) throws IOException, InterruptedException {
    HttpClient browser =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    HttpRequest.Builder next = HttpRequest.newBuilder(authorizationUrl);
    for (int page = 0; page < MOST_PAGES; page++) {
      HttpResponse<String> shown =
          browser.send(next.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
      Optional<URI> location =
          shown.headers().firstValue("location").map(to -> shown.uri().resolve(to));
      if (location.isPresent()) {
        if (!location.get().toString().startsWith(issuer)) {
          return location.get();
        }
        next = HttpRequest.newBuilder(location.get());
      } else {
        boolean login = shown.body().contains("name=\"login\"");
        assertThat(shown.statusCode()).as(shown.body()).isEqualTo(200);
        next =
            HttpRequest.newBuilder(shown.uri())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        login ? "prompt=login&login=" + user + "&password=x" : "prompt=consent"));
      }
    }
    throw new AssertionError("The user is not sent back");
  }

  @Override
  public void close() {
    process.destroy();
  }
}
