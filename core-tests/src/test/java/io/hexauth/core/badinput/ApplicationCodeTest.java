// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.core.OAuthClientBinder;
import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.error.TokenProviderException.Reason;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.ResourceOwnerCredentials;
import io.hexauth.ports.api.TokenProvider;
import io.hexauth.testkit.log.SecretScan;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Token providers and suppliers of an application that throw, hang or return nothing: callers get a
 * typed failure, the stored token is kept, and calls work again after the code is fixed.
 */
class ApplicationCodeTest {

  private static final String ID = "acme";

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private static OAuthToken someToken() {
    return OAuthToken.builder(SecretScan.create("token of a provider"))
        .refreshToken(SecretScan.create("refresh token of a provider"))
        .expiresAt(Instant.now().plusSeconds(3600))
        .build();
  }

  static Stream<Arguments> brokenProviders() {
    return Stream.of(
        provider(
            "throws",
            Reason.FAILED,
            (context, last, r) -> raise(new IllegalArgumentException("x"))),
        provider(
            "throws an Error", Reason.FAILED, (context, last, r) -> raise(new AssertionError("x"))),
        provider("overflows", Reason.FAILED, (context, last, r) -> overflow(0)),
        provider("returns nothing", Reason.NOTHING, (context, last, r) -> nothing()),
        provider(
            "returns an expired token",
            Reason.EXPIRED_TOKEN,
            (context, last, r) ->
                someToken().toBuilder().expiresAt(Instant.now().minusSeconds(1)).build()),
        provider("hangs", Reason.LATE, (context, last, r) -> hang()));
  }

  private static Arguments provider(String name, Reason reason, TokenProvider provider) {
    return Arguments.of(name, reason, provider);
  }

  private static OAuthToken raise(Throwable t) {
    if (t instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) t;
  }

  private static OAuthToken overflow(int depth) {
    return depth < 0 ? someToken() : overflow(depth + 1);
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // the test returns forbidden values on purpose
  private static <T> T nothing() {
    return null;
  }

  private static OAuthToken hang() {
    try {
      new CountDownLatch(1).await();
      return someToken();
    } catch (InterruptedException e) {
      throw new IllegalStateException("given up", e);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenProviders")
  void aBrokenProviderShouldBeATypedFailure(String name, Reason reason, TokenProvider broken) {
    var provider = new AtomicReference<>(broken);
    world.start(
        binder ->
            binder
                .config(World.HASTY)
                .registration(world.code(ID).build())
                .bindTokenProvider(ID)
                .toInstance(
                    (context, last, requester) ->
                        provider.get().provide(context, last, requester)));
    OAuthSession session = world.client(ID).session(World.ALICE);
    OAuthToken stored = session.importToken(someToken(), ImportMode.REPLACE);

    var failure = Failures.of(TokenProviderException.class, ID, session::refresh);

    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure).hasMessageContaining("the token provider ");
    assertThat(session.current()).contains(stored);
    assertThat(session.token()).isEqualTo(stored);
    OAuthToken mended = someToken();
    provider.set((context, last, requester) -> mended);
    assertThat(session.refresh().accessToken()).isEqualTo(mended.accessToken());
    assertThat(world.tokenRequests()).isZero();
  }

  @Test
  void aLateProviderShouldBeInterruptedAndGiveBackItsThread() throws Exception {
    var interrupted = new CountDownLatch(1);
    OAuthToken good = someToken();
    var provider =
        new AtomicReference<TokenProvider>(
            (context, last, requester) -> {
              try {
                return hang();
              } finally {
                interrupted.countDown();
              }
            });
    world.start(
        binder ->
            binder
                .config(World.HASTY.withLimits(1, 100))
                .registration(world.code(ID).build())
                .bindTokenProvider(ID)
                .toInstance(
                    (context, last, requester) ->
                        provider.get().provide(context, last, requester)));
    OAuthSession session = world.client(ID).session(World.ALICE);
    session.importToken(someToken(), ImportMode.REPLACE);

    var failure = Failures.of(TokenProviderException.class, ID, session::refresh);

    assertThat(failure.reason()).isEqualTo(Reason.LATE);
    assertThat(interrupted.await(20, TimeUnit.SECONDS)).as("interrupted").isTrue();
    provider.set((context, last, requester) -> good);
    assertThat(session.refresh().accessToken()).isEqualTo(good.accessToken());
  }

  @Test
  void aProviderShouldBeTheReasonForNothingButItsOwnFailures() {
    world.start(
        binder ->
            binder
                .config(World.PATIENT)
                .registration(
                    world.own(ID).clientSecretBasic(World.CLIENT, () -> "not-the-secret").build())
                .bindTokenProvider(ID)
                .toInstance((context, last, requester) -> requester.obtainToken()));

    Failures.of(TokenRequestRejectedException.class, ID, () -> world.client(ID).token());
  }

  static Stream<Arguments> brokenSecrets() {
    return Stream.of(
        Arguments.of("throws", Reason.FAILED, (Supplier<String>) () -> (String) raised()),
        Arguments.of(
            "returns nothing", Reason.NOTHING, (Supplier<@Nullable String>) () -> nothing()),
        Arguments.of("returns an empty text", Reason.NOT_ALLOWED, (Supplier<String>) () -> ""));
  }

  private static Object raised() {
    throw new IllegalStateException("the vault is closed");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenSecrets")
  void aBrokenSecretSupplierShouldBeATypedFailure(
      String name, Reason reason, Supplier<String> broken) {
    var secret = new AtomicReference<>(broken);
    Supplier<String> supplier = () -> secret.get().get();
    world.start(world.own(ID).clientSecretBasic(World.CLIENT, supplier).build());

    assertFailsAndRecovers("the client secret", reason, () -> secret.set(() -> world.clientSecret));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenSecrets")
  void aBrokenSecretSupplierShouldNotSpendACallback(
      String name, Reason reason, Supplier<String> broken) {
    var secret = new AtomicReference<>(broken);
    Supplier<String> supplier = () -> secret.get().get();
    world.start(world.code(ID).clientSecretPost(World.CLIENT, supplier).build());
    var callback = io.hexauth.domain.authorization.AuthorizationCallback.parse(world.consent(ID));

    var failure =
        Failures.of(
            TokenProviderException.class,
            ID,
            () -> world.client(ID).finishAuthorization(callback, world.browser));

    assertThat(failure.reason()).isEqualTo(reason);
    secret.set(() -> world.clientSecret);
    assertThat(world.client(ID).finishAuthorization(callback, world.browser).token()).isNotNull();
  }

  static Stream<Arguments> brokenParameters() {
    return Stream.of(
        Arguments.of(
            "throws",
            Reason.FAILED,
            "threw an exception",
            (Supplier<Map<String, String>>) ApplicationCodeTest::raisedMap),
        Arguments.of(
            "returns nothing",
            Reason.NOTHING,
            "returned null or an empty result",
            (Supplier<Map<String, String>>) () -> nothing()),
        Arguments.of(
            "sets what is the protocol's",
            Reason.NOT_ALLOWED,
            "must not set 'client_secret'",
            (Supplier<Map<String, String>>) () -> Map.of("client_secret", "second")),
        Arguments.of(
            "has a null in it",
            Reason.NOT_ALLOWED,
            "'assertion' has no value",
            (Supplier<Map<String, String>>)
                () -> java.util.Collections.singletonMap("assertion", nothing())));
  }

  private static Map<String, String> raisedMap() {
    throw new IllegalStateException("no assertion today");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenParameters")
  void aBrokenParameterSupplierShouldBeATypedFailure(
      String name, Reason reason, String problem, Supplier<Map<String, String>> broken) {
    var parameters = new AtomicReference<>(broken);
    try (var extended = new World()) {
      ClientRegistration registration =
          extended
              .own(ID)
              .extensionGrant("urn:example:grant", () -> parameters.get().get())
              .build();
      extended.start(registration);
      OAuthSession session = extended.client(ID).session();

      var failure = Failures.of(TokenProviderException.class, ID, session::token);
      assertThat(failure.reason()).isEqualTo(reason);
      assertThat(failure)
          .hasMessageContaining("the extension grant's parameter supplier")
          .hasMessageContaining(problem);

      // The server refused the grant, so the request is complete and no hold remains.
      parameters.set(() -> Map.of("assertion", "ok"));
      var asked = Failures.of(TokenRequestRejectedException.class, ID, session::token);
      assertThat(asked.error().code().value()).isEqualTo("unsupported_grant_type");
    }
  }

  static Stream<Arguments> brokenCredentials() {
    return Stream.of(
        Arguments.of(
            "throws",
            Reason.FAILED,
            (ResourceOwnerCredentials)
                principal -> {
                  throw new IllegalStateException("no directory");
                }),
        Arguments.of(
            "throws an Error",
            Reason.FAILED,
            (ResourceOwnerCredentials)
                principal -> {
                  throw new NoClassDefFoundError("no/Directory");
                }),
        Arguments.of(
            "knows no user", Reason.NOTHING, (ResourceOwnerCredentials) p -> Optional.empty()),
        Arguments.of(
            "returns nothing", Reason.NOTHING, (ResourceOwnerCredentials) principal -> nothing()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenCredentials")
  void aBrokenCredentialsSupplierShouldBeATypedFailure(
      String name, Reason reason, ResourceOwnerCredentials broken) {
    var credentials = new AtomicReference<>(broken);
    startPassword(
        binder ->
            binder.bindResourceOwnerCredentials(ID).toInstance(p -> credentials.get().find(p)));
    OAuthSession session = world.client(ID).session(World.ALICE);

    for (int i = 0; i < 3; i++) {
      var failure = Failures.of(TokenProviderException.class, ID, session::token);
      assertThat(failure.reason()).isEqualTo(reason);
      assertThat(failure).hasMessageContaining("the resource owner credentials supplier");
    }

    assertThat(world.tokenRequests()).isZero();
    credentials.set(
        p ->
            Optional.of(new io.hexauth.domain.registration.ResourceOwner("alice", world.password)));
    assertThat(session.token()).isEqualTo(session.current().orElseThrow());
  }

  @Test
  void aWrongPasswordShouldBeRejectedAndNameWhatIsNotGood() {
    String wrong = SecretScan.create("wrong password");
    startPassword(
        binder ->
            binder
                .bindResourceOwnerCredentials(ID)
                .toInstance(
                    p ->
                        Optional.of(
                            new io.hexauth.domain.registration.ResourceOwner("alice", wrong))));

    var failure =
        Failures.of(
            TokenRequestRejectedException.class,
            ID,
            () -> world.client(ID).session(World.ALICE).token());

    assertThat(failure.error().code().value()).isEqualTo("invalid_grant");
    assertThat(failure).hasMessageContaining("the code, password or refresh token is not valid");
  }

  private void startPassword(Consumer<OAuthClientBinder> credentials) {
    world.start(
        binder -> {
          binder
              .config(World.PATIENT)
              .registration(
                  world
                      .own(ID)
                      .password()
                      .clientSecretBasic(World.CLIENT, () -> world.clientSecret)
                      .build());
          credentials.accept(binder);
        });
  }

  private void assertFailsAndRecovers(String what, Reason reason, Runnable mend) {
    OAuthSession session = world.client(ID).session();
    OAuthToken stored =
        session.importToken(
            someToken().toBuilder().refreshToken(Optional.empty()).build(), ImportMode.REPLACE);

    var failure = Failures.of(TokenProviderException.class, ID, session::refresh);

    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure).hasMessageContaining(what);
    assertThat(session.current()).contains(stored);
    assertThat(world.tokenRequests()).isZero();
    mend.run();
    assertThat(session.refresh()).isNotEqualTo(stored);
    assertThat(world.tokenRequests()).isEqualTo(1);
  }
}
