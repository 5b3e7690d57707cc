// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.error.AuthorizationDemand;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.testkit.http.ReceivedRequest;
import io.hexauth.testkit.http.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that an API answers with 401 or 403, synchronous and asynchronous. */
@Timeout(60)
@ParameterizedClass
@EnumSource
class RejectedRequestTest {

  @Parameter Way way;

  private final World world = new World();
  private final HttpClient http = world.authorized(HttpClient.newHttpClient());

  @AfterEach
  void close() {
    world.close();
  }

  private HttpResponse<String> get() throws IOException {
    return way.send(http, world.get(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(BodyPublisher body) throws IOException {
    return way.send(http, world.post(body), BodyHandlers.ofString());
  }

  private List<String> bodies() {
    return world.api.requests().stream().map(ReceivedRequest::text).toList();
  }

  @DisplayName("500 requests are rejected with one token: one token request, 500 successes")
  @Test
  void rejectedRequestsShouldSucceedWithOneOtherToken() throws Exception {
    world.rejectToken();
    var requests = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    if (way == Way.ASYNCHRONOUS) {
      for (int i = 0; i < 500; i++) {
        requests.add(http.sendAsync(world.get(), BodyHandlers.ofString()));
      }
    } else {
      for (int i = 0; i < 500; i++) {
        var result = new CompletableFuture<HttpResponse<String>>();
        requests.add(result);
        var thread = new Thread(() -> result.completeAsync(this::success, Runnable::run));
        thread.setDaemon(true);
        thread.start();
      }
    }
    for (CompletableFuture<HttpResponse<String>> request : requests) {
      assertThat(request.get().statusCode()).isEqualTo(200);
    }
    assertThat(world.tokenRequests()).isEqualTo(2);
  }

  private HttpResponse<String> success() {
    try {
      return get();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void answerShouldBelongToTheCallersRequest() throws IOException {
    world.rejectToken();
    var request = world.get();
    HttpResponse<String> response = way.send(http, request, BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.request()).isSameAs(request);
    assertThat(response.previousResponse()).isEmpty();
    assertThat(response.uri()).isEqualTo(world.uri());
    assertThat(world.api.requests())
        .extracting(sent -> sent.header("Authorization").orElseThrow())
        .hasSize(2)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "string", "bytes", "file", "marked"})
  void bodyThatCanBeSentTwiceShouldBeSentAgain(String kind, @TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("order"), "tea");
    BodyPublisher body =
        switch (kind) {
          case "none" -> BodyPublishers.noBody();
          case "string" -> BodyPublishers.ofString("tea");
          case "bytes" -> BodyPublishers.ofByteArray("green tea".getBytes(UTF_8), 6, 3);
          case "file" -> BodyPublishers.ofFile(file);
          default ->
              OAuthHttpClient.repeatable(
                  BodyPublishers.ofInputStream(
                      () -> new ByteArrayInputStream("tea".getBytes(UTF_8))));
        };
    world.rejectToken();

    String expected = kind.equals("none") ? "" : "tea";
    assertThat(post(body).body()).isEqualTo(expected);
    assertThat(bodies()).containsExactly(expected, expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream", "iterable", "publisher", "publisher of known length"})
  void bodyThatMayBeOverShouldNotBeSentAgainAndTheAnswerNotBeLost(String kind) throws IOException {
    var stream = new ByteArrayInputStream("tea".getBytes(UTF_8));
    BodyPublisher tea = BodyPublishers.ofString("tea");
    BodyPublisher body =
        switch (kind) {
          case "stream" -> BodyPublishers.ofInputStream(() -> stream);
          case "iterable" -> BodyPublishers.ofByteArrays(List.of("tea".getBytes(UTF_8)));
          case "publisher" -> BodyPublishers.fromPublisher(tea);
          default -> BodyPublishers.fromPublisher(tea, 3);
        };
    world.rejectToken();

    HttpResponse<String> response = post(body);

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEqualTo("rejected");
    assertThat(response.headers().firstValue("WWW-Authenticate")).contains(World.INVALID_TOKEN);
    assertThat(bodies()).containsExactly("tea");
    assertThat(world.tokenRequests()).isEqualTo(2);
    assertThat(get().statusCode()).isEqualTo(200);
  }

  @Test
  void secondRejectionShouldBeTheCallersAnswer() throws IOException {
    world.api.next(Reply.of(401).withBody("first"), Reply.of(401).withBody("second"));

    HttpResponse<String> response = get();

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEqualTo("second");
    assertThat(world.api.requests()).hasSize(2);
    assertThat(world.tokenRequests()).isEqualTo(2);
  }

  @Test
  void apiThatRejectsEveryTokenShouldCauseNoTokenRequestForEachRequest() throws IOException {
    world.api.always(Reply.of(401));
    for (int i = 0; i < 100; i++) {
      assertThat(get().statusCode()).isEqualTo(401);
    }
    assertThat(world.tokenRequests()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 429, 499})
  void otherClientErrorShouldReachTheCallerWhole(int status) throws IOException {
    String text = "x".repeat(300_000);
    world.api.always(Reply.of(status).withBody(text));
    HttpResponse<String> response = get();
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).isEqualTo(text);
    assertThat(world.api.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void demandShouldReachTheCallerAndRefreshNothing(int status) {
    world.api.always(
        Reply.of(status)
            .withHeader(
                "WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"read admin\""));
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(this::get)
        .satisfies(
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.INSUFFICIENT_SCOPE);
              assertThat(e.demand())
                  .contains(AuthorizationDemand.none().withScopes(Scopes.of("read", "admin")));
            });
    assertThat(world.api.requests()).hasSize(1);
    assertThat(world.tokenRequests()).isEqualTo(1);
  }

  /** A handler of the application that received the first answer would keep a part of it. */
  @Test
  void handlerShouldSeeTheAnswerThatIsReturnedAndNoOther(@TempDir Path folder) throws IOException {
    var statuses = new ArrayList<Integer>();
    Path file = folder.resolve("answer");
    BodyHandler<Path> handler =
        info -> {
          statuses.add(info.statusCode());
          return BodyHandlers.ofFile(file).apply(info);
        };
    world.rejectToken();
    HttpResponse<Path> response =
        way.send(http, world.post(BodyPublishers.ofString("tea")), handler);
    assertThat(response.body()).hasContent("tea");
    assertThat(statuses).containsExactly(200);
  }

  static Stream<Reply> rejections() {
    Reply rejection = Reply.of(401).withBody("why");
    return Stream.of(Reply.of(401), rejection, rejection.chunked());
  }

  @ParameterizedTest
  @MethodSource("rejections")
  void connectionOfTheRejectedAnswerShouldBeUsedAgain(Reply rejection) throws IOException {
    world.api.next(rejection);
    assertThat(get().statusCode()).isEqualTo(200);
    assertThat(world.api.requests()).hasSize(2);
    assertThat(world.http.connections()).isEqualTo(1);
  }

  static Stream<Reply> neverEnding() {
    Reply rejection = Reply.of(401).withBody("why");
    return Stream.of(rejection.endless(), rejection.dripping(Duration.ofSeconds(20)));
  }

  @ParameterizedTest
  @MethodSource("neverEnding")
  void rejectedAnswerThatDoesNotEndShouldBeGivenUp(Reply rejection) throws IOException {
    world.api.next(rejection);
    assertThat(get().statusCode()).isEqualTo(200);
  }

  @Test
  void answerShouldBePassedOnWhileItComes() throws IOException {
    world.api.always(Reply.of(404).withBody("x").endless());
    HttpResponse<InputStream> response = way.send(http, world.get(), BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      assertThat(body.readNBytes(100_000)).containsOnly('x');
    }
  }

  @Test
  void answerThatBreaksOffShouldBeAFailure() {
    world.api.always(Reply.of(404).withBody("x".repeat(100)).truncated());
    assertThatExceptionOfType(IOException.class).isThrownBy(this::get);
  }

  @Test
  void handlerThatThrowsShouldReachTheCallerAsWithThePlainClient() {
    world.api.always(Reply.of(404).withBody("gone"));
    assertThatExceptionOfType(Exception.class)
        .isThrownBy(
            () ->
                way.send(
                    http,
                    world.get(),
                    info -> {
                      throw new IllegalStateException("a defect");
                    }))
        .satisfies(e -> assertThat(e).hasStackTraceContaining("a defect"));
    await().untilAsserted(() -> assertThat(world.http.connections()).isEqualTo(1));
  }
}
