// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import feign.AsyncFeign;
import feign.Client;
import feign.DefaultAsyncClient;
import feign.Feign;
import feign.Request;
import feign.RequestLine;
import feign.Response;
import io.hexauth.domain.error.UnknownRegistrationException;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.http.feign.OAuthAccess;
import io.hexauth.http.feign.OAuthFeign;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** APIs whose methods have OAuthAccess annotations, and the user of each call. */
@Timeout(30)
class OAuthAccessTest {

  private static final String URL = "https://api.example";
  private static final ThreadLocal<Principal> USER = new ThreadLocal<>();

  private final ClientRegistration users =
      FakeSession.local()
          .authorizationCode()
          .authorizationEndpoint("https://as.example/authorize")
          .redirectUri("https://app.example/callback")
          .scopes("read")
          .stepUpScopes("pay")
          .resources("https://api.example/users")
          .build();
  private final ClientRegistration own =
      ClientRegistration.builder("own")
          .clientCredentials()
          .tokenEndpoint("https://as.example/token")
          .clientSecretBasic("id", () -> "secret")
          .build();
  private final Map<String, ClientRegistration> registrations =
      Map.of("billing", users, "own", own);
  private final OAuthClients clients = clients();
  private final List<String> sent = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    USER.remove();
    threads.shutdownNow();
  }

  @OAuthAccess(registration = "billing")
  interface Shop {
    @RequestLine("GET /orders")
    void orders();

    @OAuthAccess(
        registration = "billing",
        scopes = {"pay", "read"})
    @RequestLine("POST /orders")
    void pay();

    @OAuthAccess(registration = "billing", resource = "https://api.example/users")
    @RequestLine("GET /users")
    void users();

    @OAuthAccess(registration = "own", scopes = "report", resource = "https://reports.example")
    @RequestLine("GET /reports")
    void reports();

    default void both() {
      orders();
      reports();
    }
  }

  interface ShopOfOthers extends Inherited {}

  @OAuthAccess(registration = "own")
  interface OwnShop extends Inherited {}

  @OAuthAccess(registration = "billing")
  interface Inherited {
    @RequestLine("GET /inherited")
    void inherited();
  }

  interface Async {
    @OAuthAccess(registration = "billing")
    @RequestLine("GET /orders")
    CompletableFuture<Response> orders();
  }

  @Test
  void callShouldCarryTheTokenThatItsMethodNames() {
    USER.set(Principal.of("alice"));
    Shop shop = build(Shop.class);

    shop.orders();
    shop.pay();
    shop.users();
    shop.both();

    assertThat(sent)
        .containsExactly(
            "Bearer billing.alice",
            "Bearer billing.alice.pay_read",
            "Bearer billing.alice",
            "Bearer billing.alice",
            "Bearer own.self.report.https---reports.example");
  }

  @Test
  void inheritedMethodShouldNeedWhatItsOwnInterfaceSaysUnlessTheApiSaysOtherwise() {
    USER.set(Principal.of("alice"));
    OAuthFeign capability = OAuthFeign.of(clients, USER::get);
    build(capability, OwnShop.class).inherited();
    build(capability, ShopOfOthers.class).inherited();
    assertThat(sent).containsExactly("Bearer own.self", "Bearer billing.alice");
  }

  @Test
  void principalShouldBeAskedForOnceForEachCallThatHasOne() {
    var asked = new AtomicInteger();
    Supplier<Principal> principal =
        () -> {
          asked.incrementAndGet();
          return Principal.of("bob");
        };
    Shop shop = build(OAuthFeign.of(clients, principal), Shop.class);
    assertThat(asked).hasValue(0);
    shop.orders();
    shop.reports();
    assertThat(asked).hasValue(1);
    assertThat(sent).contains("Bearer billing.bob");
  }

  @Test
  void registrationCanBeFixedAndThePrincipalBeThatOfTheCall() {
    OAuthFeign capability = OAuthFeign.of(clients.get("billing"), USER::get);
    Plain plain = build(capability, Plain.class);
    for (String name : List.of("alice", "bob")) {
      USER.set(Principal.of(name));
      plain.orders();
    }
    assertThat(sent).containsExactly("Bearer billing.alice", "Bearer billing.bob");
  }

  interface Plain {
    @RequestLine("GET /orders")
    void orders();
  }

  interface UnknownRegistration {
    @OAuthAccess(registration = "gone")
    @RequestLine("GET /x")
    void call(String body);
  }

  interface NoId {
    @OAuthAccess(registration = "no id")
    @RequestLine("GET /x")
    void call(String body);
  }

  interface NoScope {
    @OAuthAccess(registration = "own", scopes = "\"")
    @RequestLine("GET /x")
    void call(String body);
  }

  interface ScopeOfNoRegistration {
    @OAuthAccess(registration = "billing", scopes = "admin")
    @RequestLine("GET /x")
    void call(String body);
  }

  interface NoUri {
    @OAuthAccess(registration = "own", resource = "not a uri")
    @RequestLine("GET /x")
    void call(String body);
  }

  interface ResourceOfNoRegistration {
    @OAuthAccess(registration = "billing", resource = "https://other.example")
    @RequestLine("GET /x")
    void call(String body);
  }

  interface NoAnnotation {
    @RequestLine("GET /x")
    void call(String body);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        UnknownRegistration.class,
        NoId.class,
        NoScope.class,
        ScopeOfNoRegistration.class,
        NoUri.class,
        ResourceOfNoRegistration.class,
        NoAnnotation.class
      })
  void mistakeShouldBeFoundWhenTheApiIsBuilt(Class<?> api) {
    assertThatIllegalStateException()
        .isThrownBy(() -> build(api))
        .withMessageStartingWith(api.getSimpleName() + "#call(String)");
  }

  @Test
  void annotationThatWouldHaveNoEffectShouldBeRefused() {
    OAuthFeign fixed = OAuthFeign.of(clients.get("own"));
    assertThatIllegalStateException()
        .isThrownBy(() -> build(fixed, Shop.class))
        .withMessageContaining("OAuthAccess");
  }

  @Test
  void requestOfNoMethodShouldNotBeSent() {
    Client client = OAuthFeign.of(clients, USER::get).enrich(recording());
    Request request = Request.create(Request.HttpMethod.GET, URL, Map.of(), null, null, null);
    assertThatIllegalStateException()
        .isThrownBy(() -> client.execute(request, new Request.Options()))
        .withMessageContaining("OAuthAccess");
    assertThat(sent).isEmpty();
  }

  /** Feign retries on the thread on which the first attempt has failed. */
  @Test
  void callThatFeignTriesAgainShouldStayThatOfItsUser() throws Exception {
    USER.set(Principal.of("alice"));
    var number = new AtomicInteger();
    var called = new CountDownLatch(1);
    Client failingOnce =
        (request, options) -> {
          USER.set(Principal.of("mallory"));
          awaitQuietly(called);
          try (Response response = recording().execute(request, options)) {
            if (number.incrementAndGet() == 1) {
              throw new IOException("once");
            }
            return response;
          }
        };
    Async api =
        AsyncFeign.builder()
            .client(new DefaultAsyncClient<>(failingOnce, threads))
            .addCapability(OAuthFeign.of(clients, USER::get))
            .target(Async.class, URL);
    CompletableFuture<Response> orders = api.orders();
    called.countDown();
    orders.get(20, TimeUnit.SECONDS).close();
    assertThat(sent).containsExactly("Bearer billing.alice", "Bearer billing.alice");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError("Interrupted", e);
    }
  }

  private <T> T build(Class<T> api) {
    return build(OAuthFeign.of(clients, USER::get), api);
  }

  private <T> T build(OAuthFeign capability, Class<T> api) {
    return Feign.builder().client(recording()).addCapability(capability).target(api, URL);
  }

  private Client recording() {
    return (request, options) -> {
      sent.addAll(request.headers().get("Authorization"));
      return Response.builder().status(204).headers(Map.of()).request(request).build();
    };
  }

  private OAuthClients clients() {
    return fake(
        OAuthClients.class,
        (self, method, arguments) -> {
          ClientRegistration registration = registrations.get((String) arguments[0]);
          if (registration == null) {
            throw new UnknownRegistrationException(ClientRegistrationId.of((String) arguments[0]));
          }
          return client(registration);
        });
  }

  private static OAuthClient client(ClientRegistration registration) {
    return fake(
        OAuthClient.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "registration" -> registration;
              case "session" ->
                  session(
                      registration,
                      arguments == null ? Principal.self() : (Principal) arguments[0]);
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  /** {@return an implementation with only the methods that these tests call} */
  private static <T> T fake(Class<T> port, InvocationHandler methods) {
    return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, methods));
  }

  private static OAuthSession session(ClientRegistration registration, Principal principal) {
    String name = registration.id() + "." + (principal.isSelf() ? "self" : principal.name());
    return new FakeSession(registration, () -> OAuthToken.builder(name).build()) {
      @Override
      public OAuthSession withAccess(AccessRequest access) {
        String scopes = access.scopes().value().replace(' ', '_');
        String resources = String.join("_", access.sortedResources()).replaceAll("[:/]", "-");
        String view =
            name
                + "."
                + scopes
                + (registration.access().resources().equals(access.resources())
                    ? ""
                    : "." + resources);
        return new FakeSession(registration, () -> OAuthToken.builder(view).build());
      }
    };
  }
}
