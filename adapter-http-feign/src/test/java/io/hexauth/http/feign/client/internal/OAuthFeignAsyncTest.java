// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import feign.AsyncClient;
import feign.AsyncFeign;
import feign.DefaultAsyncClient;
import feign.DefaultClient;
import feign.Request;
import feign.Response;
import io.hexauth.domain.error.TokenExpiredException;
import io.hexauth.http.feign.OAuthFeign;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OAuthFeignAsyncTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private ApiServer server;

  @BeforeEach
  void start() throws IOException {
    server = new ApiServer();
  }

  @AfterEach
  void stop() {
    server.close();
    threads.shutdownNow();
  }

  @Test
  void asyncCallShouldCarryTheToken() throws Exception {
    Api.Async api = api(new FakeSession(FakeSession.local().build()));
    try (Response response = api.invoices().get(10, TimeUnit.SECONDS)) {
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.request().toString()).doesNotContain(FakeSession.TOKEN);
    }
    assertThat(server.seen.get(0).authorization()).containsExactly("Bearer " + FakeSession.TOKEN);
  }

  @Test
  void asyncResponseShouldBelongToTheRequestWithoutTheToken() throws Exception {
    var session = new FakeSession(FakeSession.local().resourceOrigins(server.url()).build());
    Request request =
        Request.create(Request.HttpMethod.GET, server.url(), Map.of(), null, null, null);
    AsyncClient<Object> client =
        OAuthFeign.of(session)
            .enrich(new DefaultAsyncClient<>(new DefaultClient(null, null), threads));
    try (Response response =
        client
            .execute(request, new Request.Options(), Optional.empty())
            .get(10, TimeUnit.SECONDS)) {
      assertThat(response.request().headers()).isEqualTo(request.headers());
    }
  }

  @Test
  void asyncCallShouldNotFollowARedirect() throws Exception {
    server.status = 302;
    server.location = "/again";
    Api.Async api = api(new FakeSession(FakeSession.local().build()));
    try (Response response = api.invoices().get(10, TimeUnit.SECONDS)) {
      assertThat(response.status()).isEqualTo(302);
    }
    assertThat(server.seen).hasSize(1);
  }

  @Test
  void asyncCallShouldFailWithWhatGettingTheTokenThrew() {
    var registration = FakeSession.local().build();
    var failure = new TokenExpiredException(registration.id());
    CompletableFuture<Response> call =
        api(new FakeSession(
                registration,
                () -> {
                  throw failure;
                }))
            .invoices();
    assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isSameAs(failure);
    assertThat(server.seen).isEmpty();
  }

  @Test
  void asyncCallShouldFailUnsentForAnotherOrigin() {
    var session = new FakeSession(FakeSession.local().build());
    CompletableFuture<Response> call = api(session).at(URI.create("https://evil.example/"));
    assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(session.asked).hasValue(0);
  }

  @Test
  void buildingShouldFailWhenFeignWouldMakeItsClientBehindOurBack() {
    var builder =
        AsyncFeign.builder()
            .addCapability(OAuthFeign.of(new FakeSession(FakeSession.local().build())));
    assertThatThrownBy(() -> builder.target(Api.Async.class, server.url()))
        .rootCause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("client(");
  }

  private Api.Async api(FakeSession session) {
    return AsyncFeign.builder()
        .client(new DefaultAsyncClient<>(new DefaultClient(null, null), threads))
        .addCapability(OAuthFeign.of(session))
        .target(Api.Async.class, server.url());
  }
}
