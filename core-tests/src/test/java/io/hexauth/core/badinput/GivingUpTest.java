// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.testkit.http.Gate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * K11: if a caller is interrupted or times out right after the request was sent, the request
 * continues, and its answer is stored.
 */
class GivingUpTest {

  private static final String USER = "with-user";
  private static final String OWN = "for-itself";

  private final World world = new World();
  private final BlockingQueue<TokenEvent> heard = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    world.close();
  }

  /** Prepares the request: for a refresh, a grant is obtained with long timeouts and imported. */
  private void start(Request request, Duration patience) throws InterruptedException {
    Optional<OAuthToken> good = Optional.empty();
    if (request == Request.REFRESH) {
      world.start(world.code(USER).build());
      good = Optional.of(world.consented(USER));
    }
    world.start(
        binder ->
            binder
                .config(World.PATIENT.withCallerTimeout(patience))
                .registration(world.own(OWN).build())
                .registration(world.code(USER).build())
                .eventListener(heard::add));
    if (good.isPresent()) {
      world.client(USER).session(World.ALICE).importToken(good.get(), ImportMode.REPLACE);
      assertThat(heard.poll(20, TimeUnit.SECONDS)).isNotNull();
    }
  }

  /** Request that is under way when the caller gives up. */
  @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
  enum Request {
    OWN_GRANT(world -> world.client(OWN).session().token(), OWN, "client_credentials"),
    REFRESH(world -> world.client(USER).session(World.ALICE).refresh(), USER, "refresh_token"),
    EXCHANGE(
        world ->
            world
                .client(USER)
                .finishAuthorization(
                    AuthorizationCallback.parse(world.consent(USER)), world.browser)
                .token(),
        USER,
        "authorization_code");

    final Function<World, OAuthToken> call;
    final String registration;
    final String grantType;

    Request(Function<World, OAuthToken> call, String registration, String grantType) {
      this.call = call;
      this.registration = registration;
      this.grantType = grantType;
    }

    OAuthSession session(World world) {
      return this == OWN_GRANT
          ? world.client(OWN).session()
          : world.client(USER).session(World.ALICE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptShouldNotStopWhatIsUnderWay(Request request) throws Exception {
    start(request, Duration.ofSeconds(20));
    int before = world.server.ledger().tokenRequests(request.grantType);
    try (Gate gate = world.server.token().holdAnswers()) {
      var thrown = new CompletableFuture<Throwable>();
      var interrupted = new CompletableFuture<Boolean>();
      var caller =
          new Thread(
              () -> {
                thrown.complete(catchThrowable(() -> request.call.apply(world)));
                interrupted.complete(Thread.currentThread().isInterrupted());
              });
      caller.start();
      gate.awaitArrivals(1);
      caller.interrupt();

      var failure =
          Failures.checked(
              ServiceUnavailableException.class,
              request.registration,
              thrown.get(20, TimeUnit.SECONDS));
      assertThat(failure.service()).isEqualTo(Service.CLIENT);
      assertThat(failure).hasMessageContaining("interrupted; the request continues");
      assertThat(interrupted.get(20, TimeUnit.SECONDS)).as("interrupt status").isTrue();
    }

    assertStored(request, before);
  }

  @ParameterizedTest
  @EnumSource
  void aCallerWithoutPatienceShouldNotStopWhatIsUnderWay(Request request) throws Exception {
    start(request, Duration.ofSeconds(1));
    int before = world.server.ledger().tokenRequests(request.grantType);
    try (Gate gate = world.server.token().holdAnswers()) {
      var failure =
          Failures.of(
              ServiceUnavailableException.class,
              request.registration,
              () -> request.call.apply(world));

      gate.awaitArrivals(1);
      assertThat(failure.service()).isEqualTo(Service.AUTHORIZATION_SERVER);
      assertThat(failure.isRetryable()).isTrue();
      assertThat(failure).hasMessageContaining("the request continues");
    }

    assertStored(request, before);
  }

  private void assertStored(Request request, int before) throws InterruptedException {
    TokenEvent event = heard.poll(20, TimeUnit.SECONDS);
    assertThat(event).as("the token of the request that went on").isNotNull();
    OAuthSession session = request.session(world);
    assertThat(session.current()).isEqualTo(event.token());
    assertThat(event.token()).contains(session.token());
    assertThat(world.server.ledger().tokenRequests(request.grantType) - before).isEqualTo(1);
    assertThat(world.server.ledger().familiesRevokedForReuse()).isZero();
  }
}
