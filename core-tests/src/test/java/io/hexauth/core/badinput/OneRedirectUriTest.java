// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.core.badinput.CallbackTest.Change;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.Form;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.AuthorizationDeniedException;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.InvalidCallbackException.Reason;
import io.hexauth.domain.registration.Principal;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.testkit.log.SecretScan;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One redirect URI for all registrations: the state determines the registration of a callback. */
class OneRedirectUriTest {

  private static final String UNKNOWN = "unknown";

  private final World honest = new World();
  private final World evil = new World();

  @BeforeEach
  void open() {
    honest.start(
        honest.code("one").requireIssuerInResponses().build(),
        honest.code("two").requireIssuerInResponses().build(),
        honest.own("service").build(),
        evil.code("evil").requireIssuerInResponses().build());
  }

  @AfterEach
  void close() {
    honest.close();
    evil.close();
  }

  private OAuthSession finish(AuthorizationCallback callback) {
    return honest.clients().finishAuthorization(callback, honest.browser);
  }

  @ParameterizedTest
  @CsvSource({"one, alice", "two, alice", "one, bob", "two, bob"})
  void callbackShouldBeFinishedByTheRegistrationThatItIsFor(String id, String user) {
    AuthorizationCallback callback =
        AuthorizationCallback.parse(honest.consent(id, Principal.of(user)));

    OAuthSession session = finish(callback);

    assertThat(session.registration().id().value()).isEqualTo(id);
    assertThat(session.principal()).isEqualTo(Principal.of(user));
    assertThat(session.token()).isEqualTo(honest.client(id).session(user).token());
    assertThat(honest.clients().status(Principal.of(user)).values())
        .filteredOn(status -> status.isConnected())
        .as("connections")
        .hasSize(1);
    assertThat(honest.tokenRequests()).isEqualTo(1);
  }

  static Stream<Arguments> badQueries() {
    return CallbackTest.badQueries();
  }

  /** The reasons equal those of a callback whose registration is known. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("badQueries")
  void badQueryShouldBeRefused(String name, Reason reason, Change change) {
    Form good = Form.decode(honest.consent("one").getRawQuery());
    var bad = AuthorizationCallback.parse(World.CALLBACK + "?" + change.of(good));
    boolean isOfTheRegistration = name.contains(" code") && reason == Reason.MALFORMED;

    assertRefused(isOfTheRegistration ? "one" : UNKNOWN, reason, bad, honest.browser);
  }

  @Test
  void callbackShouldBeRefusedForAnotherUserAgentAndStillBeTakenForTheRightOne() {
    var good = AuthorizationCallback.parse(honest.consent("one"));
    var thief = UserAgentBinding.of(SecretScan.create("user agent of a thief"));

    assertRefused(UNKNOWN, Reason.STATE_UNKNOWN, good, thief);

    assertThat(finish(good).registration().id().value()).isEqualTo("one");
    assertRefused(UNKNOWN, Reason.STATE_UNKNOWN, good, honest.browser);
  }

  @Test
  void callbackShouldBeRefusedAtAnotherAddress() {
    URI good = honest.consent("one");

    assertRefused(
        "one",
        Reason.OTHER_REGISTRATION,
        AuthorizationCallback.parse("https://app.example/other?" + good.getRawQuery()),
        honest.browser);
  }

  @Test
  void refusalOfTheUserShouldBeToldForTheRegistration() {
    URI denied =
        honest.server.deny(
            honest.client("two").startAuthorization(World.ALICE, honest.browser).uri());

    var failure =
        Failures.of(
            AuthorizationDeniedException.class,
            "two",
            () -> finish(AuthorizationCallback.parse(denied)));

    assertThat(failure.error().code().value()).isEqualTo("access_denied");
  }

  /** The hostile server forwards the user to the honest server, with the client's id there. */
  @ParameterizedTest(name = "iss {0}")
  @CsvSource({"sent, ISSUER_MISMATCH", "absent, ISSUER_MISSING"})
  void honestCodeShouldNotReachTheHostileServer(String iss, Reason expected) {
    URI start = honest.client("evil").startAuthorization(World.ALICE, honest.browser).uri();
    URI forwarded = URI.create(honest.server.authorizationEndpoint() + "?" + start.getRawQuery());
    String query = honest.server.consent(forwarded, "alice").getRawQuery();
    String said = "&iss=" + Form.encode(honest.server.issuer().toString());
    assertThat(query).contains(said);
    String received = iss.equals("absent") ? query.replace(said, "") : query;
    var callback = AuthorizationCallback.parse(World.CALLBACK + "?" + received);

    assertRefused("evil", expected, callback, honest.browser);
    assertThat(evil.server.requests()).isEmpty();
  }

  /**
   * Without iss, the redirect URI distinguishes two servers, so the callback must contain the URL
   * at which it arrived.
   */
  @Test
  void callbackThatDoesNotSayWhereItCameInShouldBeRefusedAndStayPending() {
    honest.start(
        honest.code("one").build(),
        evil.code("evil").redirectUri("https://app.example/evil").build());
    URI good = honest.consent("one");

    assertRefused(
        "one",
        Reason.LOCATION_MISSING,
        AuthorizationCallback.parse("?" + good.getRawQuery()),
        honest.browser);

    assertThat(finish(AuthorizationCallback.parse(good)).principal()).isEqualTo(World.ALICE);
  }

  @Test
  void fiftyConcurrentCallbacksShouldMakeOneTokenRequest() throws Exception {
    var good = AuthorizationCallback.parse(honest.consent("one"));
    var start = new CountDownLatch(1);
    var threads = Executors.newFixedThreadPool(50);
    try {
      List<Future<Boolean>> running =
          Stream.generate(
                  () ->
                      threads.submit(
                          () -> {
                            start.await();
                            return isFinished(good);
                          }))
              .limit(50)
              .toList();
      start.countDown();

      var finished = new ArrayList<Boolean>();
      for (Future<Boolean> one : running) {
        finished.add(one.get());
      }
      assertThat(finished).filteredOn(one -> one).hasSize(1);
      assertThat(honest.tokenRequests()).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  private boolean isFinished(AuthorizationCallback callback) {
    try {
      return finish(callback).token() != null;
    } catch (InvalidCallbackException e) {
      assertThat(e.reason()).isEqualTo(Reason.STATE_UNKNOWN);
      return false;
    }
  }

  private void assertRefused(
      String id, Reason reason, AuthorizationCallback callback, UserAgentBinding userAgent) {
    int before = honest.tokenRequests();

    var failure =
        Failures.of(
            InvalidCallbackException.class,
            id,
            () -> honest.clients().finishAuthorization(callback, userAgent));

    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(honest.tokenRequests()).as("token requests").isEqualTo(before);
  }
}
