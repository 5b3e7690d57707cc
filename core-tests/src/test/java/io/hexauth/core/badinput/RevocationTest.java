// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.error.InvalidServerResponseException;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.testkit.http.ReceivedRequest;
import io.hexauth.testkit.http.Reply;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Revocation (RFC 7009): whatever the server answers, the grant has ended in the store, and does
 * not come back.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevocationTest {

  private static final String ID = "acme";

  private final World world = new World();
  private int users;

  @BeforeAll
  void open() {
    world.start(world.code(ID).build());
  }

  @AfterEach
  void behave() {
    world.server.revocation().behave();
    world.server.token().behave();
  }

  @AfterAll
  void close() {
    world.close();
  }

  private Principal newUser() {
    return Principal.of("user-" + users++);
  }

  @Test
  void revokeShouldEndTheGrantHereAndThere() {
    Principal user = newUser();
    OAuthToken token = world.consented(ID, user);
    OAuthSession session = world.client(ID).session(user);
    int before = world.server.revocation().requests().size();

    assertThat(session.revoke()).isTrue();

    List<ReceivedRequest> sent = world.server.revocation().requests();
    assertThat(sent.subList(before, sent.size()))
        .extracting(r -> r.form().first("token_type_hint").orElseThrow())
        .containsExactly("refresh_token", "access_token");
    assertThat(sent.get(before).form().first("token"))
        .contains(token.refreshToken().orElseThrow().value());
    assertEnded(session, token);
    assertThat(session.revoke()).as("revoked once more").isFalse();
    assertThat(world.server.revocation().requests()).hasSize(before + 2);
  }

  @Test
  void revokeShouldBeConfirmedWhenTheServerDoesNotKnowTheToken() {
    Principal user = newUser();
    OAuthSession session = world.client(ID).session(user);
    OAuthToken strange =
        session.importToken(
            OAuthToken.builder("never-issued-by-this-server").refreshToken("nor-this-one").build(),
            ImportMode.REPLACE);

    assertThat(session.revoke()).isTrue();

    assertEnded(session, strange);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(Reply.busy(503, "11"), ServiceUnavailableException.class),
        Arguments.of(Reply.of(429), ServiceUnavailableException.class),
        Arguments.of(Reply.normal().closing(), ServiceUnavailableException.class),
        Arguments.of(Reply.of(200).withBody("x").endless(), ServiceUnavailableException.class),
        Arguments.of(Reply.of(500), InvalidServerResponseException.class),
        Arguments.of(Reply.html(404), InvalidServerResponseException.class),
        Arguments.of(Reply.redirect(307, "/token"), InvalidServerResponseException.class),
        Arguments.of(Reply.error(401, "invalid_client"), TokenRequestRejectedException.class));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void revokeShouldSayThatTheServerDidNotConfirmAndEndTheGrantAllTheSame(
      Reply reply, Class<? extends OAuthException> type) {
    Principal user = newUser();
    OAuthToken token = world.consented(ID, user);
    OAuthSession session = world.client(ID).session(user);
    int tokenRequests = world.tokenRequests();
    world.server.revocation().always(reply);

    var failure = Failures.of(type, ID, session::revoke);

    if (reply.status() == 503) {
      assertThat(((ServiceUnavailableException) failure).retryAfter())
          .contains(Duration.ofSeconds(11));
    }
    assertThat(world.tokenRequests()).isEqualTo(tokenRequests);
    assertEnded(session, token);
  }

  /** RFC 7009 §2.2: the status alone confirms a revocation. */
  static Stream<Arguments> answers() {
    String unknown = "{\"error\":\"invalid_token\",\"error_description\":\"Invalid token\"}";
    List<String> bodies =
        List.of(
            "", unknown, "{\"error\":\"server_error\"}", "<html>OK</html>", "{", "error=x", "[]");
    return Stream.of(200, 204, 400, 401, 403, 404, 429, 500, 503)
        .flatMap(
            status ->
                bodies.stream()
                    .filter(body -> status != 204 || body.isEmpty())
                    .map(
                        body ->
                            Arguments.of(status, body, expected(status, body.equals(unknown)))));
  }

  private static @Nullable Class<?> expected(int status, boolean error) {
    return switch (status) {
      case 200, 204 -> null;
      case 429, 503 -> ServiceUnavailableException.class;
      case 400, 401, 403 ->
          error ? TokenRequestRejectedException.class : InvalidServerResponseException.class;
      default -> InvalidServerResponseException.class;
    };
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("answers")
  void revokeShouldGoByTheStatusAndIgnoreTheBodyOfASuccess(
      int status, String body, @Nullable Class<? extends OAuthException> type) {
    Principal user = newUser();
    OAuthToken token = world.consented(ID, user);
    OAuthSession session = world.client(ID).session(user);
    world.server.revocation().always(Reply.json(status, body));

    if (type == null) {
      assertThat(session.revoke()).isTrue();
    } else {
      Failures.of(type, ID, session::revoke);
    }

    assertEnded(session, token);
  }

  @Test
  void anUnsupportedTokenTypeShouldNotBeAFailure() {
    Principal user = newUser();
    OAuthToken token = world.consented(ID, user);
    OAuthSession session = world.client(ID).session(user);
    world.server.revocation().next(Reply.normal(), Reply.error(400, "unsupported_token_type"));

    assertThat(session.revoke()).isTrue();

    assertEnded(session, token);
  }

  @Test
  void aNewConsentShouldFollowARevocation() {
    Principal user = newUser();
    world.consented(ID, user);
    OAuthSession session = world.client(ID).session(user);
    session.revoke();

    OAuthToken again = world.consented(ID, user);

    assertThat(session.token()).isEqualTo(again);
  }

  /** C6: the answer to a refresh arrives after the revocation, and must not restore the grant. */
  @Test
  void aRefreshInFlightShouldNotBringARevokedGrantBack() throws Exception {
    Principal user = newUser();
    OAuthToken token = world.consented(ID, user);
    OAuthSession session = world.client(ID).session(user);
    var failure = new java.util.concurrent.CompletableFuture<Throwable>();
    try (var gate = world.server.token().holdAnswers()) {
      var refreshing =
          new Thread(
              () ->
                  failure.complete(
                      org.assertj.core.api.Assertions.catchThrowable(session::refresh)));
      refreshing.start();
      gate.awaitArrivals(1);
      session.revoke();
    }

    var refused =
        Failures.checked(
            ReauthorizationRequiredException.class,
            ID,
            failure.get(20, java.util.concurrent.TimeUnit.SECONDS));

    assertThat(refused.reason()).isEqualTo(Reason.REVOKED);
    assertEnded(session, token);
    List<ReceivedRequest> revoked = world.server.revocation().requests();
    assertThat(revoked)
        .extracting(r -> r.form().first("token").orElseThrow())
        .doesNotHaveDuplicates();
  }

  private static void assertEnded(OAuthSession session, OAuthToken revoked) {
    assertThat(session.current()).isEmpty();
    assertThat(session.isTokenExpired()).isTrue();
    assertRevoked(session::token);
    assertRevoked(session::refresh);
    assertRevoked(() -> session.importToken(revoked, ImportMode.IF_ABSENT));
    assertThat(session.current()).isEmpty();
  }

  private static void assertRevoked(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThat(Failures.of(ReauthorizationRequiredException.class, ID, call).reason())
        .isEqualTo(Reason.REVOKED);
  }
}
