// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.Form;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.AuthorizationDeniedException;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.InvalidCallbackException.Reason;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.log.SecretScan;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Callbacks that answer no request of this user agent are refused, and no request is sent. */
class CallbackTest {

  private static final String ID = "acme";

  private final World world = new World();
  private final VirtualClock clock = VirtualClock.create();
  private OAuthToken stored;

  /** Gives Alice a token, which every test must leave unchanged. */
  @BeforeEach
  void open() {
    world.start(
        binder -> binder.config(World.PATIENT).clock(clock).registration(world.code(ID).build()));
    stored = world.consented(ID);
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** Change of a valid callback query by an attacker, a proxy or a broken server. */
  @FunctionalInterface
  interface Change {
    String of(Form good);
  }

  private static Arguments row(String name, Reason reason, Change change) {
    return Arguments.of(name, reason, change);
  }

  private static String without(Form good, String name) {
    var query = new ArrayList<String>();
    good.parameters()
        .forEach(
            (key, values) -> {
              if (!key.equals(name)) {
                query.add(key + "=" + Form.encode(values.get(0)));
              }
            });
    return String.join("&", query);
  }

  static Stream<Arguments> badQueries() {
    return Stream.of(
        row("no state", Reason.STATE_MISSING, good -> without(good, "state")),
        row("empty state", Reason.STATE_MISSING, good -> without(good, "state") + "&state="),
        row(
            "a state that was never sent",
            Reason.STATE_UNKNOWN,
            good -> without(good, "state") + "&state=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        row(
            "an impossible state",
            Reason.STATE_UNKNOWN,
            good -> without(good, "state") + "&state=%00%0D%0A"),
        row(
            "the state in another case",
            Reason.STATE_UNKNOWN,
            good ->
                without(good, "state")
                    + "&state="
                    + Form.encode(swapCase(good.first("state").orElseThrow()))),
        row("two codes", Reason.DUPLICATE_PARAMETER, good -> good.encoded() + "&code=other"),
        row(
            "the same code twice",
            Reason.DUPLICATE_PARAMETER,
            good -> good.encoded() + "&code=" + Form.encode(good.first("code").orElseThrow())),
        row("two states", Reason.DUPLICATE_PARAMETER, good -> good.encoded() + "&state=other"),
        row("two issuers", Reason.DUPLICATE_PARAMETER, good -> good.encoded() + "&iss=x"),
        row("two of something unknown", Reason.DUPLICATE_PARAMETER, g -> g.encoded() + "&x=1&x=2"),
        row("code and error", Reason.CODE_AND_ERROR, g -> g.encoded() + "&error=access_denied"),
        row("no code, no error", Reason.NO_CODE, good -> without(good, "code")),
        row("an empty code", Reason.MALFORMED, good -> without(good, "code") + "&code="),
        row("a code with a line break", Reason.MALFORMED, g -> without(g, "code") + "&code=a%0Ab"),
        row("broken percent-encoding", Reason.MALFORMED, good -> good.encoded() + "&x=%zz"),
        row("a huge query", Reason.MALFORMED, good -> good.encoded() + "&x=" + "y".repeat(20_000)),
        row("nothing at all", Reason.NO_CODE, good -> ""));
  }

  private static String swapCase(String text) {
    return text.codePoints()
        .map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badQueries")
  void finishAuthorizationShouldRefuseABadQuery(String name, Reason reason, Change change) {
    URI good = world.consent(ID);
    var bad =
        AuthorizationCallback.parse(
            World.CALLBACK + "?" + change.of(Form.decode(good.getRawQuery())));

    assertRefused(reason, bad, world.browser);
  }

  @Test
  void finishAuthorizationShouldRefuseAnotherRedirectUri() {
    URI good = world.consent(ID);

    assertRefused(
        Reason.OTHER_REGISTRATION,
        AuthorizationCallback.parse("https://app.example/other?" + good.getRawQuery()),
        world.browser);
  }

  /** A state can be used once, even if its callback was refused. */
  @Test
  void finishAuthorizationShouldNotTakeAStateAgainThatARefusedCallbackHasUsed() {
    URI good = world.consent(ID);

    assertRefused(
        Reason.OTHER_REGISTRATION,
        AuthorizationCallback.parse("https://app.example/other?" + good.getRawQuery()),
        world.browser);

    assertRefused(Reason.STATE_UNKNOWN, AuthorizationCallback.parse(good), world.browser);
  }

  @Test
  void finishAuthorizationShouldRefuseAStateThatHasExpired() {
    URI good = world.consent(ID);
    clock.advance(OAuthClientConfig.defaults().pendingLifetime());

    assertRefused(Reason.STATE_UNKNOWN, AuthorizationCallback.parse(good), world.browser);
  }

  @Test
  void finishAuthorizationShouldTakeAStateThatHasAlmostExpired() {
    URI good = world.consent(ID);
    clock.advance(OAuthClientConfig.defaults().pendingLifetime().minus(Duration.ofNanos(1)));

    assertThat(
            world
                .client(ID)
                .finishAuthorization(AuthorizationCallback.parse(good), world.browser)
                .token())
        .isNotEqualTo(stored);
  }

  @Test
  void finishAuthorizationShouldRefuseAStateThatWasUsed() {
    URI good = world.consent(ID);
    stored =
        world
            .client(ID)
            .finishAuthorization(AuthorizationCallback.parse(good), world.browser)
            .token();

    assertRefused(Reason.STATE_UNKNOWN, AuthorizationCallback.parse(good), world.browser);
  }

  @Test
  void finishAuthorizationShouldRefuseAnotherUserAgentAndStillTakeTheRightOne() {
    var good = AuthorizationCallback.parse(world.consent(ID));
    var thief = UserAgentBinding.of(SecretScan.create("user agent of a thief"));

    assertRefused(Reason.STATE_UNKNOWN, good, thief);
    assertRefused(Reason.STATE_UNKNOWN, good, thief);

    OAuthToken token = world.client(ID).finishAuthorization(good, world.browser).token();
    assertThat(world.client(ID).session(World.ALICE).current()).contains(token);
  }

  @Test
  void finishAuthorizationShouldSayWhatTheServerSaidWhenTheUserDeclines() {
    URI denied =
        world.server.deny(world.client(ID).startAuthorization(World.ALICE, world.browser).uri());
    int before = world.tokenRequests();

    var failure =
        Failures.of(
            AuthorizationDeniedException.class,
            ID,
            () ->
                world
                    .client(ID)
                    .finishAuthorization(AuthorizationCallback.parse(denied), world.browser));

    assertThat(failure.error().code().value()).isEqualTo("access_denied");
    assertThat(world.tokenRequests()).isEqualTo(before);
    assertStillStored();
  }

  @Test
  void fiftyConcurrentCallbacksShouldMakeOneTokenRequest() throws Exception {
    var good = AuthorizationCallback.parse(world.consent(ID));
    int before = world.tokenRequests();
    var start = new CountDownLatch(1);
    var threads = Executors.newFixedThreadPool(50);
    try {
      Callable<OAuthToken> callback =
          () -> {
            start.await();
            return world.client(ID).finishAuthorization(good, world.browser).token();
          };
      List<Future<OAuthToken>> running =
          Stream.generate(() -> threads.submit(callback)).limit(50).toList();
      start.countDown();

      var tokens = new ArrayList<OAuthToken>();
      for (Future<OAuthToken> one : running) {
        try {
          tokens.add(one.get());
        } catch (ExecutionException e) {
          var refused = Failures.checked(InvalidCallbackException.class, ID, e.getCause());
          assertThat(refused.reason()).isEqualTo(Reason.STATE_UNKNOWN);
        }
      }
      assertThat(tokens).hasSize(1);
      assertThat(world.tokenRequests() - before).isEqualTo(1);
      assertThat(world.client(ID).session(World.ALICE).current()).contains(tokens.get(0));
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * P8: the verifier belongs to one authorization, so the code of another authorization is refused.
   */
  @Test
  void swappedCodesShouldBeRefusedByTheServerAndStoreNothing() {
    Form one = Form.decode(world.consent(ID).getRawQuery());
    Form other = Form.decode(world.consent(ID).getRawQuery());
    String injected = World.CALLBACK + "?" + without(one, "code") + "&code=";

    var failure =
        Failures.of(
            TokenRequestRejectedException.class,
            ID,
            () ->
                world
                    .client(ID)
                    .finishAuthorization(
                        AuthorizationCallback.parse(
                            injected + Form.encode(other.first("code").orElseThrow())),
                        world.browser));

    assertThat(failure.error().code().value()).isEqualTo("invalid_grant");
    assertThat(failure).hasMessageContaining("start again");
    assertStillStored();
  }

  /** RFC 6749 §10.5: a code is for one use, also with a new valid state. */
  @Test
  void aRedeemedCodeUnderANewStateShouldBeRefusedByTheServerAndLoseNothing() {
    URI redeemed = world.consent(ID);
    stored =
        world
            .client(ID)
            .finishAuthorization(AuthorizationCallback.parse(redeemed), world.browser)
            .token();
    String code = Form.decode(redeemed.getRawQuery()).first("code").orElseThrow();
    String fresh = without(Form.decode(world.consent(ID).getRawQuery()), "code");
    var replay =
        AuthorizationCallback.parse(World.CALLBACK + "?" + fresh + "&code=" + Form.encode(code));
    int before = world.tokenRequests();

    var failure =
        Failures.of(
            TokenRequestRejectedException.class,
            ID,
            () -> world.client(ID).finishAuthorization(replay, world.browser));

    assertThat(failure.error().code().value()).isEqualTo("invalid_grant");
    assertThat(failure).hasMessageContaining("start again");
    assertThat(world.tokenRequests() - before).as("token requests").isEqualTo(1);
    assertStillStored();
    assertThat(world.client(ID).session(World.ALICE).token()).isEqualTo(stored);
    assertRefused(Reason.STATE_UNKNOWN, replay, world.browser);
  }

  @Test
  void startAuthorizationShouldRefuseAStateThatIsPendingAlready() {
    String state = SecretScan.create("state of the caller");
    world.client(ID).startAuthorization(World.ALICE, world.browser, o -> o.state(state));

    assertThatThrownBy(
            () ->
                world
                    .client(ID)
                    .startAuthorization(World.ALICE, world.browser, o -> o.state(state)))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'acme'")
        .satisfies(e -> assertThat(SecretScan.findIn(SecretScan.saw(e))).isEmpty());
  }

  private void assertRefused(
      Reason reason, AuthorizationCallback callback, UserAgentBinding userAgent) {
    int before = world.tokenRequests();

    var failure =
        Failures.of(
            InvalidCallbackException.class,
            ID,
            () -> world.client(ID).finishAuthorization(callback, userAgent));

    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(world.tokenRequests()).as("token requests").isEqualTo(before);
    assertStillStored();
  }

  private void assertStillStored() {
    assertThat(world.client(ID).session(World.ALICE).current()).contains(stored);
  }
}
