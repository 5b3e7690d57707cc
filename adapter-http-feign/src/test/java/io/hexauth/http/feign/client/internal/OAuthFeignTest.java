// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.client.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import feign.Client;
import feign.DefaultClient;
import feign.DefaultRetryer;
import feign.Feign;
import feign.FeignException;
import feign.Logger;
import feign.MethodMetadata;
import feign.Request;
import feign.RequestTemplate;
import feign.Response;
import feign.RetryableException;
import feign.Retryer;
import feign.Target;
import io.hexauth.domain.error.TokenExpiredException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.http.feign.OAuthFeign;
import io.hexauth.ports.api.OAuthSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class OAuthFeignTest {

  private ApiServer server;
  private ApiServer elsewhere;

  @BeforeEach
  void start() throws IOException {
    server = new ApiServer();
    elsewhere = new ApiServer();
  }

  @AfterEach
  void stop() {
    server.close();
    elsewhere.close();
  }

  private static Authorizer authorizer(OAuthSession session) {
    return new Authorizer(
        new Sessions() {
          @Override
          public void prepare(MethodMetadata method) {
            throw new UnsupportedOperationException();
          }

          @Override
          public OAuthSession of(Request request) {
            return session;
          }
        });
  }

  private static Request authorized(OAuthSession session, Request request) {
    AuthorizedCall call = authorizer(session).call(request);
    return call.with(call.authorize());
  }

  @Test
  void callShouldCarryTheTokenAsAHeaderAndNowhereElse() {
    var session = new FakeSession(FakeSession.local().build());

    try (Response response = api(session).invoices("a{b}|c")) {
      assertThat(response.status()).isEqualTo(200);
    }

    assertThat(server.seen).hasSize(1);
    assertThat(server.seen.get(0).authorization()).containsExactly("Bearer " + FakeSession.TOKEN);
    assertThat(server.seen.get(0).uri())
        .doesNotContain(FakeSession.TOKEN)
        .startsWith("/invoices?q=");
    assertThat(session.asked).hasValue(1);
  }

  @Test
  void callShouldKeepItsBodyAndMethod() {
    try (Response response = api(new FakeSession(FakeSession.local().build())).pay("sum={1}")) {
      assertThat(response.status()).isEqualTo(200);
    }
    assertThat(server.seen.get(0).method()).isEqualTo("POST");
    assertThat(server.seen.get(0).body()).isEqualTo("sum={1}");
  }

  @Test
  void callShouldUseTheSessionOfTheCurrentUser() {
    var current = new AtomicReference<OAuthSession>();
    Api api = feign().addCapability(OAuthFeign.of(current::get)).target(Api.class, server.url());
    for (String user : List.of("alice", "bob")) {
      current.set(
          new FakeSession(
              FakeSession.local().build(), () -> OAuthToken.builder("of-" + user).build()));
      api.invoices("x").close();
    }
    assertThat(server.seen)
        .extracting(seen -> seen.authorization().get(0))
        .containsExactly("Bearer of-alice", "Bearer of-bob");
  }

  @Test
  void callShouldFailIfTheCallerHasSetAnAuthorizationHeader() {
    var session = new FakeSession(FakeSession.local().build());
    assertThatIllegalStateException()
        .isThrownBy(() -> api(session).with(Map.of("authorization", "Basic x")))
        .withMessageContaining("'billing'")
        .withMessageNotContaining("Basic");
    assertThat(session.asked).hasValue(0);
    assertThat(server.seen).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "authorization",
        "AUTHORIZATION",
        " Authorization",
        "Authorization ",
        "authorization\t"
      })
  void requestShouldBeRefusedWhateverTheSpellingOfItsAuthorizationHeader(String name) {
    var session = new FakeSession(FakeSession.local().resourceOrigins(server.url()).build());
    assertThatIllegalStateException()
        .isThrownBy(() -> authorizer(session).call(request(Map.of(name, List.of("Basic canary")))))
        .withMessageNotContaining("canary");
    assertThat(session.asked).hasValue(0);
  }

  @Test
  void requestShouldKeepEverythingElseAndTheOriginalBeAsItWas() {
    var session = new FakeSession(FakeSession.local().resourceOrigins(server.url()).build());
    var template = new RequestTemplate();
    byte[] body = "täxt".getBytes(UTF_8);
    Request original =
        Request.create(
            Request.HttpMethod.PATCH,
            server.url() + "/x",
            Map.of("X-A", List.of("1", "2"), "Proxy-Authorization", List.of("Basic p")),
            body,
            UTF_8,
            template);

    Request authorized = authorized(session, original);

    assertThat(authorized.httpMethod()).isEqualTo(Request.HttpMethod.PATCH);
    assertThat(authorized.url()).isEqualTo(server.url() + "/x");
    assertThat(authorized.body()).isSameAs(body);
    assertThat(authorized.charset()).isEqualTo(UTF_8);
    assertThat(authorized.requestTemplate()).isSameAs(template);
    assertThat(authorized.headers())
        .containsEntry("X-A", List.of("1", "2"))
        .containsEntry("Proxy-Authorization", List.of("Basic p"))
        .containsEntry("Authorization", List.of("Bearer " + FakeSession.TOKEN))
        .hasSize(3);
    assertThat(original.headers()).doesNotContainKey("Authorization");
  }

  @Test
  void sessionShouldBeAskedForOncePerCall() {
    var session = new FakeSession(FakeSession.local().build());
    var asked = new AtomicInteger();
    Supplier<OAuthSession> current =
        () -> {
          asked.incrementAndGet();
          return session;
        };
    Api api = feign().addCapability(OAuthFeign.of(current)).target(Api.class, server.url());
    assertThat(asked).hasValue(0);
    api.invoices("x").close();
    api.invoices("x").close();
    assertThat(asked).hasValue(2);
  }

  @Test
  void whatTheSupplierThrowsShouldReachTheCallerUnsent() {
    var failure = new IllegalStateException("no user is logged in");
    Supplier<OAuthSession> current =
        () -> {
          throw failure;
        };
    Api api = feign().addCapability(OAuthFeign.of(current)).target(Api.class, server.url());
    assertThatThrownBy(() -> api.invoices("x")).isSameAs(failure);
    assertThat(server.seen).isEmpty();
  }

  private Request request(Map<String, Collection<String>> headers) {
    return Request.create(Request.HttpMethod.GET, server.url(), headers, null, null, null);
  }

  @Test
  void callShouldFailUnsentWhenAUriParameterLeavesTheOriginOfTheTarget() {
    var session = new FakeSession(FakeSession.local().build());
    assertRefused(session, elsewhere.url() + "/steal");
    assertThat(elsewhere.seen).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:PORT@evil.example/",
        "http://user@127.0.0.1:PORT/",
        "http://localhost:PORT/",
        "https://127.0.0.1:PORT/",
        "http://127.0.0.1.evil.example:PORT/",
        "http://127.0.0.1:1/",
      })
  void callShouldFailUnsentWhenAUriOnlyLooksLikeTheTarget(String uri) {
    assertRefused(
        new FakeSession(FakeSession.local().build()),
        uri.replace("PORT", Integer.toString(server.port())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:PORT\\@evil.example/",
        "http://127.0.0.1:PORT\t/",
        " http://127.0.0.1:PORT/",
        "//127.0.0.1:PORT/",
        "/invoices",
        "ftp://127.0.0.1:PORT/",
        "http:127.0.0.1:PORT",
      })
  void requestShouldBeRefusedWhenParsersDisagreeAboutItsHost(String url) {
    var session = new FakeSession(FakeSession.local().resourceOrigins(server.url()).build());
    var authorizer = authorizer(session);
    Request request =
        Request.create(
            Request.HttpMethod.GET,
            url.replace("PORT", Integer.toString(server.port())),
            Map.of(),
            null,
            null,
            null);
    assertThatIllegalArgumentException().isThrownBy(() -> authorizer.call(request));
    assertThat(session.asked).hasValue(0);
  }

  @Test
  void requestShouldBeAllowedWhenOnlyItsPathHasOddCharacters() {
    var session = new FakeSession(FakeSession.local().resourceOrigins(server.url()).build());
    Request request =
        Request.create(
            Request.HttpMethod.GET, server.url() + "/a|b?c={d}^\\", Map.of(), null, null, null);
    assertThat(authorized(session, request).headers())
        .containsEntry("Authorization", List.of("Bearer " + FakeSession.TOKEN));
  }

  /** The authorizer remembers the origin of the previous call. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        ".evil.example/",
        "evil/",
        ":8443/",
        "@evil.example/",
        ":443@evil.example",
        "\\@evil.example"
      })
  void requestShouldBeRefusedWhenItsUrlOnlyBeginsAsTheOneBefore(String rest) {
    String api = "https://api.example";
    var session = new FakeSession(FakeSession.local().resourceOrigins(api).build());
    var authorizer = authorizer(session);
    for (String path : List.of("", "/a", "?b", "#c")) {
      assertThat(authorizer.call(get(api + path)).uri()).isEqualTo(URI.create(api + path));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> authorizer.call(get(api + rest)));
  }

  private static Request get(String url) {
    return Request.create(Request.HttpMethod.GET, url, Map.of(), null, null, null);
  }

  @Test
  void callShouldReachEveryRegisteredOrigin() {
    var session =
        new FakeSession(FakeSession.local().resourceOrigins(server.url(), elsewhere.url()).build());
    api(session).at(URI.create(elsewhere.url() + "/page")).close();
    assertThat(elsewhere.seen.get(0).authorization())
        .containsExactly("Bearer " + FakeSession.TOKEN);
  }

  @Test
  void callShouldFailWhenTheTargetItselfIsNotARegisteredOrigin() {
    var session = new FakeSession(FakeSession.local().resourceOrigins(elsewhere.url()).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> api(session).invoices("x"))
        .withMessageContaining(server.url())
        .withMessageContaining("resourceOrigins");
    assertThat(session.asked).hasValue(0);
  }

  @Test
  void callShouldFailWhenAnEmptyTargetBringsAnOriginThatIsNotRegistered() {
    var session = new FakeSession(FakeSession.local().build());
    Api api =
        feign().addCapability(OAuthFeign.of(session)).target(Target.EmptyTarget.create(Api.class));
    assertThatIllegalArgumentException().isThrownBy(() -> api.at(URI.create(server.url() + "/x")));
    assertThat(server.seen).isEmpty();
  }

  @Test
  void callShouldFailOverPlainHttpUnlessTheRegistrationAllowsIt() {
    ClientRegistration strict =
        ClientRegistration.builder("billing")
            .clientCredentials()
            .tokenEndpoint("https://as.example/token")
            .clientSecretBasic("id", () -> "secret")
            .build();
    var session = new FakeSession(strict);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> api(session).invoices("x"))
        .withMessageContaining("not https");
    assertThat(session.asked).hasValue(0);
    assertThat(server.seen).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "301,other", "302,other", "303,other", "307,other", "308,other",
    "301,//", "302,//", "303,//", "307,//", "308,//",
    "301,userinfo", "302,userinfo", "303,userinfo", "307,userinfo", "308,userinfo",
    "301,same", "302,same", "303,same", "307,same", "308,same",
  })
  void redirectShouldBeReturnedAndNotFollowed(int status, String where) {
    server.status = status;
    server.location =
        switch (where) {
          case "other" -> elsewhere.url() + "/steal";
          case "//" -> "//127.0.0.1:" + elsewhere.port() + "/steal";
          case "userinfo" -> "http://127.0.0.1@127.0.0.1:" + elsewhere.port() + "/steal";
          default -> "/again";
        };
    var session = new FakeSession(FakeSession.local().build());
    try (Response response = api(session).invoices("x")) {
      assertThat(response.status()).isEqualTo(status);
    }
    try (Response response = api(session).pay("x")) {
      assertThat(response.status()).isEqualTo(status);
    }
    assertThat(server.seen).hasSize(2);
    assertThat(elsewhere.seen).isEmpty();
  }

  @Test
  void failureToGetATokenShouldReachTheCallerAsItIsAndNotBeRetried() {
    var registration = FakeSession.local().build();
    var failure = new TokenExpiredException(registration.id());
    var session =
        new FakeSession(
            registration,
            () -> {
              throw failure;
            });
    Api api =
        Feign.builder()
            .addCapability(OAuthFeign.of(session))
            .retryer(new DefaultRetryer(1, 1, 5))
            .target(Api.class, server.url());
    assertThatThrownBy(() -> api.invoices("x")).isSameAs(failure);
    assertThat(session.asked).hasValue(1);
    assertThat(server.seen).isEmpty();
  }

  @Test
  void everyAttemptOfFeignsRetryerShouldCarryOneToken() {
    server.status = 503;
    server.retryAfter = "0";
    var session = new FakeSession(FakeSession.local().build());
    Api api =
        Feign.builder()
            .addCapability(OAuthFeign.of(session))
            .retryer(new DefaultRetryer(1, 1, 3))
            .target(Api.class, server.url());
    assertThatThrownBy(api::text).isInstanceOf(RetryableException.class);
    assertThat(server.seen)
        .hasSize(3)
        .allSatisfy(seen -> assertThat(seen.authorization()).hasSize(1));
  }

  @Test
  void nothingThatFeignKeepsOrLogsShouldHoldTheToken() {
    server.status = 400;
    var lines = new ArrayList<String>();
    Api api =
        feign()
            .addCapability(OAuthFeign.of(new FakeSession(FakeSession.local().build())))
            .logLevel(Logger.Level.FULL)
            .logger(
                new Logger() {
                  @Override
                  protected void log(String configKey, String format, Object... args) {
                    lines.add(format + Arrays.toString(args));
                  }
                })
            .target(Api.class, server.url());

    assertThatThrownBy(api::text)
        .isInstanceOfSatisfying(
            FeignException.class,
            e -> {
              var text = new ByteArrayOutputStream();
              e.printStackTrace(new PrintWriter(text, true, UTF_8));
              assertThat(text.toString(UTF_8)).doesNotContain(FakeSession.TOKEN);
              assertThat(e.request().toString()).doesNotContain(FakeSession.TOKEN);
              assertThat(e.request().requestTemplate().toString())
                  .doesNotContain(FakeSession.TOKEN);
            });

    assertThat(server.seen.get(0).authorization()).hasSize(1);
    assertThat(lines).isNotEmpty().noneMatch(line -> line.contains(FakeSession.TOKEN));
  }

  @Test
  void responseShouldBelongToTheRequestWithoutTheToken() throws IOException {
    var session = new FakeSession(FakeSession.local().resourceOrigins(server.url()).build());
    Request request =
        Request.create(Request.HttpMethod.GET, server.url(), Map.of(), null, null, null);
    var answer = new AtomicReference<Response>();
    Client delegate =
        (sent, options) -> {
          answer.set(new DefaultClient(null, null).execute(sent, options));
          return answer.get();
        };
    Client client = OAuthFeign.of(session).enrich(delegate);
    try (Response response = client.execute(request, new Request.Options())) {
      assertThat(response).as("not copied").isSameAs(answer.get());
      assertThat(response.request().toString()).isEqualTo(request.toString());
      assertThat(response.request().headers()).isEqualTo(request.headers());
    }
    assertThat(server.seen.get(0).authorization()).hasSize(1);
  }

  /** A client may copy the request, as a client that compresses bodies does. */
  @Test
  void responseToACopyOfTheRequestShouldBelongToTheRequestWithoutTheToken() throws IOException {
    var session = new FakeSession(FakeSession.local().resourceOrigins(server.url()).build());
    Client copying =
        (sent, options) -> {
          Request copy =
              Request.create(
                  sent.httpMethod(), sent.url(), Map.copyOf(sent.headers()), null, null, null);
          return new DefaultClient(null, null).execute(copy, options);
        };
    Request request = request(Map.of());
    try (Response response =
        OAuthFeign.of(session).enrich(copying).execute(request, new Request.Options())) {
      assertThat(response.request()).isSameAs(request);
    }
    assertThat(server.seen.get(0).authorization()).hasSize(1);
  }

  @Test
  void optionsShouldKeepTheirTimeoutsWhenRedirectsAreTurnedOff() {
    Authorizer authorizer = authorizer(new FakeSession(FakeSession.local().build()));
    var options =
        authorizer.withoutRedirects(
            new Request.Options(1, TimeUnit.SECONDS, 2, TimeUnit.MINUTES, true));
    assertThat(options.isFollowRedirects()).isFalse();
    assertThat(options.connectTimeoutMillis()).isEqualTo(1_000);
    assertThat(options.readTimeoutMillis()).isEqualTo(120_000);
    assertThat(authorizer.withoutRedirects(options)).isSameAs(options);
    var others = new Request.Options(1, TimeUnit.MINUTES, 2, TimeUnit.MINUTES, true);
    assertThat(authorizer.withoutRedirects(others).connectTimeoutMillis()).isEqualTo(60_000);
    var slower = new Request.Options(1, TimeUnit.MINUTES, 3, TimeUnit.MINUTES, true);
    assertThat(authorizer.withoutRedirects(slower).readTimeoutMillis()).isEqualTo(180_000);
    assertThat(authorizer.withoutRedirects(slower))
        .isSameAs(authorizer.withoutRedirects(slower))
        .isNotSameAs(slower);
  }

  private void assertRefused(FakeSession session, String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> api(session).at(URI.create(uri)))
        .withMessageContaining("'billing'");
    assertThat(session.asked).hasValue(0);
    assertThat(server.seen).isEmpty();
  }

  private Api api(OAuthSession session) {
    return feign().addCapability(OAuthFeign.of(session)).target(Api.class, server.url());
  }

  private static Feign.Builder feign() {
    return Feign.builder().retryer(Retryer.NEVER_RETRY);
  }
}
