// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.examples.authorizationserver.DemoAuthorizationServer;
import io.hexauth.examples.authorizationserver.DemoClient;
import io.hexauth.examples.authorizationserver.Lifetimes;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service with the real authorization server: in this JVM, and in another one that is
 * terminated.
 */
@Timeout(60)
class ServiceTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void callsShouldShareOneTokenAndBeMeasured() throws IOException {
    try (var server = DemoAuthorizationServer.start();
        Service service = Service.start(settings(server))) {
      await()
          .atMost(PATIENCE)
          .until(() -> metric(service, "billing_calls_total{outcome=\"done\"}") >= 3);

      assertThat(server.tokenRequests(DemoClient.HTTP_CCG.clientId())).isEqualTo(1);
      assertThat(get(service, "/health").statusCode()).isEqualTo(200);
      assertThat(get(service, "/health").body()).contains("\"status\":\"UP\"");
      assertThat(get(service, "/metrics").body())
          .contains("oauth_token_requests_seconds_count", "registration=\"billing\"");
      assertThat(metric(service, "billing_calls_total{outcome=\"failed\"}")).isZero();
    }
  }

  @Test
  void healthShouldBeDownWhileTheServerDoesNotAnswer() throws IOException {
    var lifetimes = Lifetimes.defaults().withAccessToken(Duration.ofSeconds(2));
    var server = DemoAuthorizationServer.start(lifetimes);
    try (Service service = Service.start(settings(server))) {
      await().atMost(PATIENCE).until(() -> get(service, "/health").statusCode() == 200);

      server.close();

      await().atMost(PATIENCE).until(() -> get(service, "/health").statusCode() == 503);
      assertThat(get(service, "/health").body())
          .contains("\"authorizationServer\":\"DOWN\"", "\"stopping\":false");
    } finally {
      server.close();
    }
  }

  @Test
  void termShouldEndTheServiceInOrder(@TempDir Path folder) throws Exception {
    try (var server = DemoAuthorizationServer.start()) {
      Path file = folder.resolve("service.properties");
      try (var writer = Files.newBufferedWriter(file)) {
        settings(server).store(writer, null);
      }
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Service.class.getName(),
                  file.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (BufferedReader output = process.inputReader()) {
        assertThat(output.readLine()).endsWith("/health and /metrics answer (Ctrl-C stops)");
        await().atMost(PATIENCE).until(() -> server.apiRequests() >= 3);

        // Sends SIGTERM. Process.destroy() would also close the streams.
        process.toHandle().destroy();

        assertThat(output.lines().toList())
            .isEqualTo(
                List.of(
                    "stopping: health is down",
                    "stopping: the worker has finished its call",
                    "stopping: the OAuth clients are closed",
                    "stopped"));
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("128 + 15, for SIGTERM").isEqualTo(143);
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static Properties settings(DemoAuthorizationServer server) throws IOException {
    var settings = new Properties();
    try (var reader = Files.newBufferedReader(Path.of("service.properties"))) {
      settings.load(reader);
    }
    settings.replaceAll(
        (key, text) ->
            text.toString().replace("http://127.0.0.1:9000", server.issuer().toString()));
    settings.setProperty("port", "0");
    settings.setProperty("pause", "20");
    return settings;
  }

  private double metric(Service service, String name) {
    Matcher found =
        Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\S+)$")
            .matcher(get(service, "/metrics").body());
    return found.find() ? Double.parseDouble(found.group(1)) : -1;
  }

  private HttpResponse<String> get(Service service, String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path)).build(),
          BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
