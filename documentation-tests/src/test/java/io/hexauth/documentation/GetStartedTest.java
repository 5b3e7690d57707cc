// SPDX-License-Identifier: Apache-2.0
package io.hexauth.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.testkit.server.Ledger;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Runs the programs of the page, and checks their length and each step that the page describes. */
@TestInstance(Lifecycle.PER_CLASS)
class GetStartedTest {

  private static final Pattern LISTENING = Pattern.compile("Listening on http://[^:]+:(\\d+)/");

  private Surroundings around;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    around = new Surroundings(folder);
  }

  @AfterAll
  void stop() {
    around.close();
  }

  private static List<Block> programs() throws IOException {
    return DocumentedBlocksTest.everyBlock().filter(Block::isProgram).toList();
  }

  private static Block program(String page, int number) throws IOException {
    return programs().stream()
        .filter(block -> block.page().equals(page) && block.number() == number)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyProgramShouldBeRunHere() throws IOException {
    assertThat(programs())
        .extracting(Block::toString)
        .containsExactly(
            "README.md, block 1",
            "docs/guide/get-started.md, block 1",
            "docs/guide/get-started.md, block 2");
    assertThat(program("docs/guide/get-started.md", 1).text())
        .isEqualTo(program("README.md", 1).text());
  }

  @Test
  void serviceShouldCallTheApiInAtMostTwentyFiveLines(@TempDir Path folder) throws Exception {
    Block program = program("README.md", 1);

    assertThat(program.all()).isLessThanOrEqualTo(25);
    try (Program service = started(program, folder, "BILLING_SECRET")) {
      service.await(Pattern.compile("invoices.:2"));
    }
  }

  @Test
  void webApplicationShouldConnectRefreshRestartAndDisconnectInAtMostSixtyLines(
      @TempDir Path folder) throws Exception {
    Block program = program("docs/guide/get-started.md", 2);
    Ledger ledger = around.server().ledger();
    int consents = ledger.tokenRequests("authorization_code");

    assertThat(program.all()).isLessThanOrEqualTo(60);
    try (Program application = started(program, folder, "CALENDAR_SECRET")) {
      var browser = new Visitor(application);
      assertThat(browser.get("/").body()).contains("ABSENT");
      assertThat(browser.get("/events").headers().firstValue("location")).hasValue("/connect");
      URI denied = around.server().deny(browser.sentTo("/connect"));
      assertThat(browser.get(pathOf(denied)).body()).contains("declined");
      URI approved = around.server().consent(browser.sentTo("/connect"), "alice");
      assertThat(browser.sentTo(pathOf(approved))).hasPath("/events");
      assertThat(browser.get("/events").body()).contains("\"events\":3");
      assertThat(browser.post("/refresh").body()).contains("Valid until 2");
      assertThat(ledger.tokenRequests("refresh_token")).isEqualTo(1);
    }
    try (Program again = started(program, folder, "CALENDAR_SECRET")) {
      var browser = new Visitor(again);
      assertThat(browser.get("/").body()).contains("CONNECTED");
      assertThat(browser.get("/events").body()).contains("\"events\":3");
      assertThat(browser.post("/disconnect").body()).contains("Disconnected");
      assertThat(browser.get("/events").headers().firstValue("location")).hasValue("/connect");
    }
    assertThat(ledger.tokenRequests("authorization_code")).isEqualTo(consents + 1);
    assertThat(ledger.revocations()).isPositive();
  }

  private Program started(Block program, Path folder, String secret) throws Exception {
    return Program.start(program, around, folder, Map.of(secret, Surroundings.SECRET));
  }

  private static String pathOf(URI callback) {
    return callback.getRawPath() + "?" + callback.getRawQuery();
  }

  /** Browser that keeps cookies and does not follow redirects. */
  private static final class Visitor {

    private final HttpClient http =
        HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final String address;

    Visitor(Program application) throws InterruptedException {
      address = "http://127.0.0.1:" + application.await(LISTENING).group(1);
    }

    HttpResponse<String> get(String path) throws Exception {
      return send(HttpRequest.newBuilder(URI.create(address + path)));
    }

    HttpResponse<String> post(String path) throws Exception {
      return send(HttpRequest.newBuilder(URI.create(address + path)).POST(BodyPublishers.noBody()));
    }

    URI sentTo(String path) throws Exception {
      return URI.create(get(path).headers().firstValue("location").orElseThrow());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
      return http.send(request.build(), BodyHandlers.ofString());
    }
  }
}
