// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.error.InvalidServerResponseException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.testkit.fault.RefusingPort;
import io.hexauth.testkit.http.FakeHttpServer;
import io.hexauth.testkit.http.Reply;
import io.hexauth.testkit.log.SecretScan;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Servers that do not answer, or send an unusable answer: one request is sent, callers get a typed
 * failure, and the stored grant is kept. Each fault is tested for a code exchange, a refresh, and a
 * grant of the client itself.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerFaultTest {

  private static final String CODE = "with-user";
  private static final String OWN = "for-itself";
  private static final String DOWN = "server-down";

  private final World world = new World();
  private final World hasty = new World();
  private final RefusingPort down = RefusingPort.open();
  private final AtomicInteger users = new AtomicInteger();

  @BeforeAll
  void open() {
    world.start(
        world.code(CODE).allowSharedRedirectUri().build(),
        world.each(OWN).build(),
        world
            .code(DOWN)
            .tokenEndpoint("http://127.0.0.1:" + down.port() + "/token")
            .allowSharedRedirectUri()
            .build());
    hasty.start(World.HASTY, hasty.code(CODE).build(), hasty.each(OWN).build());
    // Loads classes, which would take too long within the short deadline.
    world.client(OWN).token();
  }

  @AfterEach
  void behave() {
    world.server.token().behave();
    hasty.server.token().behave();
  }

  @AfterAll
  void close() {
    world.close();
    hasty.close();
    down.close();
  }

  private Principal newUser() {
    return Principal.of("user-" + users.incrementAndGet());
  }

  private static OAuthToken stored(World where, String id, Principal user) {
    return where
        .client(id)
        .session(user)
        .importToken(
            OAuthToken.builder(SecretScan.create("stored access token"))
                .refreshToken(SecretScan.create("stored refresh token"))
                .expiresAt(Instant.now().plusSeconds(3600))
                .build(),
            ImportMode.REPLACE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.hexauth.core.badinput.ServerFault#quick")
  void exchangeShouldFail(ServerFault fault) {
    exchange(world, fault);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.hexauth.core.badinput.ServerFault#slow")
  void exchangeShouldFailAtTheDeadline(ServerFault fault) {
    exchange(hasty, fault);
  }

  private void exchange(World where, ServerFault fault) {
    Principal user = newUser();
    OAuthToken before = stored(where, CODE, user);
    var callback = AuthorizationCallback.parse(where.consent(CODE, user));

    Throwable failure =
        assertFails(
            where,
            CODE,
            user,
            before,
            fault,
            () -> where.client(CODE).finishAuthorization(callback, where.browser));
    if (failure instanceof ServiceUnavailableException unavailable) {
      boolean unprocessed = !unavailable.getMessage().contains("unknown");
      assertThat(unavailable.isRetryable()).as("a code may be spent").isEqualTo(unprocessed);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.hexauth.core.badinput.ServerFault#quick")
  void refreshShouldFail(ServerFault fault) {
    refresh(world, CODE, fault);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.hexauth.core.badinput.ServerFault#slow")
  void refreshShouldFailAtTheDeadline(ServerFault fault) {
    refresh(hasty, CODE, fault);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.hexauth.core.badinput.ServerFault#quick")
  void ownGrantShouldFail(ServerFault fault) {
    own(world, fault);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.hexauth.core.badinput.ServerFault#slow")
  void ownGrantShouldFailAtTheDeadline(ServerFault fault) {
    own(hasty, fault);
  }

  private void own(World where, ServerFault fault) {
    Principal user = newUser();
    OAuthToken before = stored(where, OWN, user);

    assertRetryable(
        where, OWN, user, before, fault, () -> where.client(OWN).session(user).obtainToken());
  }

  private void refresh(World where, String id, ServerFault fault) {
    Principal user = newUser();
    OAuthToken before = stored(where, id, user);

    assertRetryable(where, id, user, before, fault, () -> where.client(id).session(user).refresh());
  }

  private static void assertRetryable(
      World where,
      String id,
      Principal user,
      OAuthToken before,
      ServerFault fault,
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    if (assertFails(where, id, user, before, fault, call)
        instanceof ServiceUnavailableException unavailable) {
      assertThat(unavailable.isRetryable()).isTrue();
    }
  }

  private static Throwable assertFails(
      World where,
      String id,
      Principal user,
      OAuthToken before,
      ServerFault fault,
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    int requests = where.tokenRequests();
    where.server.token().always(fault.reply());

    Throwable failure = Failures.of(fault.type(), id, call);

    fault.check().accept(failure);
    assertThat(where.tokenRequests() - requests).as("token requests").isEqualTo(1);
    OAuthSession session = where.client(id).session(user);
    assertThat(session.current()).as("what is stored").contains(before);
    assertThat(session.token()).as("what is handed out").isEqualTo(before);
    return failure;
  }

  @Test
  void aServerThatIsDownShouldBeUnavailableAndNothingIsSpent() {
    Principal user = newUser();
    OAuthToken before = stored(world, DOWN, user);
    OAuthSession session = world.client(DOWN).session(user);

    var refresh = Failures.of(ServiceUnavailableException.class, DOWN, session::refresh);
    var callback = AuthorizationCallback.parse(world.consent(DOWN, user));
    Failures.of(
        ServiceUnavailableException.class,
        DOWN,
        () -> world.client(DOWN).finishAuthorization(callback, world.browser));
    // The server has certainly not received the code, so the same callback may be tried again.
    var again =
        Failures.of(
            ServiceUnavailableException.class,
            DOWN,
            () -> world.client(DOWN).finishAuthorization(callback, world.browser));

    assertThat(refresh).hasMessageContaining("the request was not sent");
    assertThat(again).hasMessageContaining("the request was not sent");
    assertThat(session.current()).contains(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectShouldNotBeFollowed(int status) {
    try (var elsewhere = FakeHttpServer.start()) {
      Principal user = newUser();
      for (String location :
          new String[] {
            elsewhere.uri("/token").toString(),
            "//127.0.0.1:" + elsewhere.port() + "/token",
            "/elsewhere",
            "https://127.0.0.1:" + elsewhere.port() + "/token"
          }) {
        OAuthToken before = stored(world, OWN, user);
        int all = world.server.requests().size();
        world.server.token().always(Reply.redirect(status, location));

        var failure =
            Failures.of(
                InvalidServerResponseException.class,
                OWN,
                () -> world.client(OWN).session(user).obtainToken());

        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure).hasMessageContaining("a redirect, which is never followed");
        assertThat(world.server.requests().size() - all).isEqualTo(1);
        assertThat(elsewhere.requests()).isEmpty();
        assertThat(world.client(OWN).session(user).current()).contains(before);
      }
    }
  }

  @Test
  void createdShouldBeASuccess() {
    world.server.token().always(Reply.normal().withStatus(201));

    OAuthToken token = world.client(OWN).session(newUser()).token();

    assertThat(world.server.ledger().secrets()).contains(token.accessToken().value());
  }

  @Test
  void aRefusedRefreshTokenShouldNeedTheUserAndCostTheServerNothingMore() {
    Principal user = newUser();
    OAuthToken before = stored(world, CODE, user);
    OAuthSession session = world.client(CODE).session(user);
    int requests = world.tokenRequests();

    for (int i = 0; i < 5; i++) {
      var failure = Failures.of(ReauthorizationRequiredException.class, CODE, session::refresh);
      assertThat(failure.reason()).isEqualTo(Reason.GRANT_REFUSED);
      assertThat(failure.errorCode().orElseThrow().value()).isEqualTo("invalid_grant");
    }

    assertThat(world.tokenRequests() - requests).isEqualTo(1);
    assertThat(session.current().map(OAuthToken::accessToken)).contains(before.accessToken());
    OAuthToken consented = world.consented(CODE, user);
    assertThat(session.token()).isEqualTo(consented);
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic", "basic raw", "post"})
  void aWrongClientSecretShouldSayWhatToCheckAndNotBeTriedAgainAtOnce(String method) {
    try (var wrong = new World()) {
      String secret = SecretScan.create("wrong client secret, " + method);
      var registration = wrong.own("acme");
      switch (method) {
        case "basic" -> registration.clientSecretBasic(World.CLIENT, () -> secret);
        case "basic raw" -> registration.clientSecretBasicRaw(World.CLIENT, () -> secret);
        default -> registration.clientSecretPost(World.CLIENT, () -> secret);
      }
      wrong.start(registration.build());

      for (int i = 0; i < 20; i++) {
        var failure =
            Failures.of(
                TokenRequestRejectedException.class, "acme", () -> wrong.client("acme").token());
        assertThat(failure.error().code().value()).isEqualTo("invalid_client");
        assertThat(failure).hasMessageContaining("check the client id, secret");
      }

      assertThat(wrong.tokenRequests()).isEqualTo(1);
    }
  }

  /** If the server repeats a part of the request, no text of Hexauth quotes it. */
  @ParameterizedTest
  @ValueSource(strings = {"%s", "bad secret %s!", "Basic %s", "\\u200b%s"})
  void anEchoOfASecretShouldNotBePassedOn(String words) {
    Principal user = newUser();
    OAuthToken before = stored(world, CODE, user);
    String refresh = before.refreshToken().orElseThrow().value();
    world
        .server
        .token()
        .always(
            Reply.json(
                400,
                "{\"error\":\"invalid_request\",\"error_description\":\""
                    + String.format(words, refresh)
                    + "\",\"error_uri\":\"https://x.example/?"
                    + String.format(words, world.clientSecret)
                    + "\"}"));

    var failure =
        Failures.of(
            TokenRequestRejectedException.class,
            CODE,
            () -> world.client(CODE).session(user).refresh());

    assertThat(failure.error().description()).isEmpty();
    assertThat(failure.error().uri()).isEmpty();
    SecretScan.saw("error", failure.error().toString());
  }

  @Test
  void aSecretAsAnErrorCodeShouldNotBePassedOn() {
    Principal user = newUser();
    OAuthToken before = stored(world, CODE, user);
    world
        .server
        .token()
        .always(
            Reply.json(400, "{\"error\":\"" + before.refreshToken().orElseThrow().value() + "\"}"));

    Failures.of(
        InvalidServerResponseException.class,
        CODE,
        () -> world.client(CODE).session(user).refresh());
  }

  @Test
  void theRequestShouldGoToTheTokenEndpointOnly() {
    URI token = world.server.tokenEndpoint();
    world.client(OWN).session(newUser()).token();

    assertThat(world.server.token().requests()).isNotEmpty();
    assertThat(world.server.token().requests())
        .allSatisfy(r -> assertThat(r.path()).isEqualTo(token.getPath()))
        .allSatisfy(r -> assertThat(r.query()).isEmpty());
  }
}
