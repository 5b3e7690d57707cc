// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexauth.domain.error.OAuthException;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.testkit.http.FakeEndpoint;
import io.hexauth.testkit.http.Reply;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieManager;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OAuthHttpClientTest {

  private final World world = new World();
  private final HttpClient plain = HttpClient.newHttpClient();
  private final HttpClient http = world.authorized(plain);

  @AfterEach
  void close() {
    world.close();
  }

  private String token() {
    return world.client.token().authorization();
  }

  @ParameterizedTest
  @EnumSource
  void requestShouldCarryTheTokenAndAllThatTheCallerGave(Way way) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(world.uri() + "?q=tea"))
            .method("PATCH", HttpRequest.BodyPublishers.ofString("tea"))
            .header("X-A", "1")
            .header("X-A", "2")
            .timeout(Duration.ofSeconds(20))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    HttpResponse<String> response = way.send(http, request, BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("tea");
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(response.request()).isSameAs(request);
    assertThat(response.toString()).doesNotContain(token());
    assertThat(request.headers().map()).containsOnlyKeys("X-A");
    assertThat(world.api.requests())
        .singleElement()
        .satisfies(
            sent -> {
              assertThat(sent.method()).isEqualTo("PATCH");
              assertThat(sent.query()).isEqualTo("q=tea");
              assertThat(sent.headers().get("x-a")).containsExactly("1", "2");
              assertThat(sent.headers().get("authorization")).containsExactly(token());
            });
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NEVER")
  void clientThatFollowsRedirectsShouldBeRefused(Redirect policy) {
    HttpClient following = HttpClient.newBuilder().followRedirects(policy).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> world.authorized(following))
        .withMessageContaining("Redirect.NEVER");
  }

  @ParameterizedTest
  @CsvSource({"301,WAITING", "302,ASYNCHRONOUS", "303,WAITING", "307,ASYNCHRONOUS", "308,WAITING"})
  void redirectShouldBeReturnedAndNotFollowed(int status, Way way) throws IOException {
    FakeEndpoint elsewhere = world.server.http().serve("/steal", request -> Reply.of(200));
    world.api.always(Reply.redirect(status, world.server.http().uri("/steal").toString()));
    assertThat(way.send(http, world.get(), BodyHandlers.ofString()).statusCode()).isEqualTo(status);
    assertThat(elsewhere.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "http://127.0.0.1:1/",
        "http://localhost:PORT/orders",
        "https://127.0.0.1:PORT/orders",
        "http://user@127.0.0.1:PORT/orders",
        "http://127.0.0.1.evil.example:PORT/orders",
      })
  void requestToAnotherOriginShouldBeRefusedUnsent(String uri) {
    URI target = URI.create(uri.replace("PORT", String.valueOf(world.http.port())));
    HttpRequest request = HttpRequest.newBuilder(target).build();
    assertRefused(request, IllegalArgumentException.class);
  }

  @Test
  void requestThatIsAuthorizedAlreadyShouldBeRefusedUnsent() {
    HttpRequest request =
        HttpRequest.newBuilder(world.uri()).header("authorization", "Basic canary").build();
    assertRefused(request, IllegalStateException.class);
  }

  /** The JDK's builder refuses the Host header, but a system property or a subclass allows it. */
  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "127.0.0.1", "127.0.0.1:1"})
  void requestWithAnotherHostShouldBeRefusedUnsent(String host) {
    assertRefused(new WithHeaders(Map.of("Host", List.of(host))), IllegalArgumentException.class);
  }

  private void assertRefused(HttpRequest request, Class<? extends Exception> type) {
    for (Way way : Way.values()) {
      assertThatExceptionOfType(type)
          .isThrownBy(() -> way.send(http, request, BodyHandlers.ofString()))
          .withMessageContaining("'acme'")
          .withMessageNotContaining("canary");
    }
    assertThat(world.http.requests()).isEmpty();
    assertThat(world.tokenRequests()).isZero();
  }

  @Test
  void registrationWithoutResourceOriginsShouldBeRefused() {
    try (var without = new World((api, registration) -> registration)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> OAuthHttpClient.of(plain, without.client))
          .withMessageContaining("'acme'")
          .withMessageContaining("resourceOrigins");
    }
  }

  @Test
  void sessionShouldBeAskedForOnTheCallingThreadOncePerRequest() throws IOException {
    var askedBy = new ArrayList<Thread>();
    Supplier<OAuthSession> session =
        () -> {
          askedBy.add(Thread.currentThread());
          return world.client.session();
        };
    HttpClient ofCaller = OAuthHttpClient.of(plain, session);
    assertThat(askedBy).isEmpty();
    world.rejectToken();
    for (Way way : Way.values()) {
      way.send(ofCaller, world.get(), BodyHandlers.ofString());
    }
    assertThat(askedBy).containsExactly(Thread.currentThread(), Thread.currentThread());
    assertThat(world.api.requests()).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
  void failureToGetASessionShouldReachTheCallerUnsent(Way way) {
    Supplier<OAuthSession> none =
        () -> {
          throw new IllegalStateException("no user");
        };
    HttpClient ofCaller = OAuthHttpClient.of(plain, none);
    assertThatIllegalStateException()
        .isThrownBy(() -> way.send(ofCaller, world.get(), BodyHandlers.ofString()))
        .withMessage("no user");
    assertThat(world.api.requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void failureToGetATokenShouldReachTheCallerUnsent(Way way) {
    world.server.token().always(Reply.error(401, "invalid_client"));
    assertThatExceptionOfType(OAuthException.class)
        .isThrownBy(() -> way.send(http, world.get(), BodyHandlers.ofString()));
    assertThat(world.api.requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void failureToReachTheApiShouldReachTheCaller(Way way) {
    world.api.always(Reply.of(200).closing());
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> way.send(http, world.get(), BodyHandlers.ofString()));
  }

  @Test
  void settingsShouldBeThoseOfTheGivenClient() throws Exception {
    Executor executor = ForkJoinPool.commonPool();
    HttpClient given =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .connectTimeout(Duration.ofSeconds(7))
            .proxy(ProxySelector.of(null))
            .authenticator(new Authenticator() {})
            .sslContext(SSLContext.getInstance("TLS"))
            .sslParameters(new SSLParameters(new String[] {"TLS_AES_128_GCM_SHA256"}))
            .executor(executor)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    HttpClient authorized = world.authorized(given);
    List<Function<HttpClient, Object>> settings =
        List.of(
            HttpClient::cookieHandler,
            HttpClient::connectTimeout,
            HttpClient::followRedirects,
            HttpClient::proxy,
            HttpClient::authenticator,
            HttpClient::sslContext,
            HttpClient::executor,
            HttpClient::version);
    for (Function<HttpClient, Object> setting : settings) {
      assertThat(setting.apply(authorized)).isEqualTo(setting.apply(given));
    }
    assertThat(authorized.sslParameters().getCipherSuites())
        .isEqualTo(given.sslParameters().getCipherSuites());
    assertThatThrownBy(authorized::newWebSocketBuilder)
        .isInstanceOf(UnsupportedOperationException.class);
  }

  /** A request class of the application, which the JDK allows. */
  private final class WithHeaders extends HttpRequest {

    private final HttpHeaders headers;

    WithHeaders(Map<String, List<String>> headers) {
      this.headers = HttpHeaders.of(headers, (name, value) -> true);
    }

    @Override
    public Optional<BodyPublisher> bodyPublisher() {
      return Optional.empty();
    }

    @Override
    public String method() {
      return "GET";
    }

    @Override
    public Optional<Duration> timeout() {
      return Optional.empty();
    }

    @Override
    public boolean expectContinue() {
      return false;
    }

    @Override
    public URI uri() {
      return world.uri();
    }

    @Override
    public Optional<HttpClient.Version> version() {
      return Optional.empty();
    }

    @Override
    public HttpHeaders headers() {
      return headers;
    }
  }
}
