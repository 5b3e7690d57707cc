// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.client.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import feign.AsyncClient;
import feign.Client;
import feign.DefaultAsyncClient;
import feign.DefaultClient;
import feign.Request;
import feign.Response;
import io.hexauth.domain.error.TokenExpiredException;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.http.feign.OAuthFeign;
import io.hexauth.ports.api.ApiAnswer;
import io.hexauth.ports.api.ApiAuthorization;
import io.hexauth.ports.api.ApiRequest;
import io.hexauth.ports.api.Recovery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Results of an API's answers: for Feign's own client, and for its asynchronous one. */
@Timeout(30)
@ParameterizedClass(name = "{0}")
@MethodSource("ways")
class RejectedCallTest {

  private static final ApiAuthorization SECOND =
      FakeSession.carrying(OAuthToken.builder("second").build());

  private final List<String> closed = new ArrayList<>();
  private final AtomicInteger number = new AtomicInteger();
  private FakeSession session;
  private ApiServer server;

  /** A way to execute a request. */
  interface Way {
    Response execute(Client client, OAuthFeign feign, Request request) throws IOException;
  }

  @Parameter Named way;

  record Named(String name, Way way) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Named> ways() {
    return Stream.of(
        new Named(
            "waiting",
            (client, feign, request) ->
                feign.enrich(client).execute(request, new Request.Options())),
        new Named("asynchronous", RejectedCallTest::executeAsync));
  }

  private static Response executeAsync(Client client, OAuthFeign feign, Request request)
      throws IOException {
    AsyncClient<Object> async =
        feign.enrich(new DefaultAsyncClient<>(client, ForkJoinPool.commonPool()));
    try {
      return async.execute(request, new Request.Options(), Optional.empty()).join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause();
      while (cause instanceof CompletionException) {
        cause = cause.getCause();
      }
      if (cause instanceof IOException io) {
        throw io;
      }
      throw (RuntimeException) cause;
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = new ApiServer();
    session = new FakeSession(FakeSession.local().resourceOrigins(server.url()).build());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Response execute(Request request) throws IOException {
    Client client =
        (sent, options) -> {
          Response response = new DefaultClient(null, null).execute(sent, options);
          return response.toBuilder().body(new Watched(number.incrementAndGet())).build();
        };
    return way.way().execute(client, OAuthFeign.of(session), request);
  }

  private Request get() {
    return Request.create(Request.HttpMethod.GET, server.url(), Map.of(), null, UTF_8, null);
  }

  private Request post() {
    return Request.create(
        Request.HttpMethod.POST, server.url(), Map.of(), "tea".getBytes(UTF_8), UTF_8, null);
  }

  @Test
  void answerShouldBeShownToTheSessionAndBelongToTheCaller() throws IOException {
    server.status = 403;
    server.challenge = "Bearer error=\"x\"";
    try (Response response = execute(get())) {
      assertThat(response.status()).isEqualTo(403);
      assertThat(closed).isEmpty();
    }
    assertThat(session.answers).hasSize(1);
    ApiAnswer answer = session.answers.get(0);
    assertThat(answer.status()).isEqualTo(403);
    for (String name : List.of("WWW-Authenticate", "www-authenticate", "WWW-AUTHENTICATE")) {
      assertThat(answer.headers(name)).containsExactly("Bearer error=\"x\"");
    }
    assertThat(answer.headers("DPoP-Nonce")).isEmpty();
    assertThat(server.seen).hasSize(1);
  }

  @Test
  void requestShouldBeSentAgainAsItWasWithTheOtherToken() throws IOException {
    session.recoveries.add(Recovery.again(SECOND));
    Request request = get();
    try (Response response = execute(request)) {
      assertThat(response.request().headers()).isEqualTo(request.headers());
      assertThat(closed).containsExactly("1");
    }
    assertThat(server.seen)
        .extracting(seen -> seen.authorization().get(0))
        .containsExactly("Bearer " + FakeSession.TOKEN, "Bearer second");
    assertThat(session.answers).hasSize(2);
    assertThat(closed).containsExactly("1", "2");
  }

  @Test
  void failureShouldReachTheCallerAndTheAnswerBeClosed() {
    var failure = new TokenExpiredException(ClientRegistrationId.of("billing"));
    session.recoveries.add(Recovery.refused(failure));
    assertThatExceptionOfType(TokenExpiredException.class)
        .isThrownBy(() -> execute(get()))
        .isSameAs(failure);
    assertThat(closed).containsExactly("1");
  }

  @Test
  void answerShouldBeClosedWhenTheSessionThrows() {
    session =
        new FakeSession(session.registration()) {
          @Override
          public Recovery recover(ApiRequest request, ApiAuthorization used, ApiAnswer answer) {
            throw new IllegalStateException("a defect");
          }

          @Override
          public CompletableFuture<Recovery> recoverAsync(
              ApiRequest request, ApiAuthorization used, ApiAnswer answer) {
            return CompletableFuture.failedFuture(new IllegalStateException("a defect"));
          }
        };
    assertThatIllegalStateException().isThrownBy(() -> execute(get())).withMessage("a defect");
    assertThat(closed).containsExactly("1");
  }

  @Test
  void bodyShouldBeSentAgain() throws IOException {
    server.status = 401;
    server.challenge = "Bearer";
    session.recoveries.add(Recovery.again(SECOND));
    try (Response response = execute(post())) {
      assertThat(response.status()).isEqualTo(401);
    }
    assertThat(server.seen).extracting(ApiServer.Seen::body).containsExactly("tea", "tea");
    assertThat(session.answers).extracting(ApiAnswer::status).containsExactly(401, 401);
  }

  /** Body that records when it is closed. */
  private final class Watched implements Response.Body {

    private final int number;

    Watched(int number) {
      this.number = number;
    }

    @Override
    public Integer length() {
      return 0;
    }

    @Override
    public boolean isRepeatable() {
      return false;
    }

    @Override
    public java.io.InputStream asInputStream() {
      return java.io.InputStream.nullInputStream();
    }

    @Override
    public java.io.Reader asReader(java.nio.charset.Charset charset) {
      return java.io.Reader.nullReader();
    }

    @Override
    public void close() {
      closed.add(String.valueOf(number));
    }
  }
}
