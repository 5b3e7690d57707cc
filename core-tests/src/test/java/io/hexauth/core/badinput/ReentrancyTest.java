// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.error.TokenProviderException.Reason;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.TokenRequester;
import io.hexauth.testkit.log.SecretScan;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** R5: a token provider that calls the client for its own grant does not wait for itself. */
class ReentrancyTest {

  private static final String ID = "acme";

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private static Arguments call(String name, Consumer<OAuthSession> call) {
    return Arguments.of(name, call);
  }

  private static OAuthToken someToken() {
    return OAuthToken.builder(SecretScan.create("token of a re-entrant provider")).build();
  }

  static Stream<Arguments> calls() {
    return Stream.of(
        call("token", OAuthSession::token),
        call("current", OAuthSession::current),
        call("isTokenExpired", OAuthSession::isTokenExpired),
        call("refresh", OAuthSession::refresh),
        call("obtainToken", OAuthSession::obtainToken),
        call("revoke", OAuthSession::revoke),
        call("adopt", session -> session.importToken(someToken(), ImportMode.IF_ABSENT)),
        call("replace", session -> session.importToken(someToken(), ImportMode.REPLACE)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("calls")
  void aProviderThatCallsItsOwnGrantShouldBeToldAtOnce(String name, Consumer<OAuthSession> call) {
    start((client, requester) -> call.accept(client.session()));

    var failure =
        Failures.of(TokenProviderException.class, ID, () -> world.client(ID).session().token());

    assertThat(failure.reason()).isEqualTo(Reason.FAILED);
    assertThat(failure)
        .rootCause()
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageContaining("must not use the client for the grant it provides");
    assertThat(world.tokenRequests()).isZero();
    assertThat(world.client(ID).session().current()).isEmpty();
  }

  /** Hexauth cannot detect a call on another thread; the deadline of the provider ends it. */
  @Test
  void aProviderThatCallsItsOwnGrantOnAnotherThreadShouldBeLate() {
    start(
        (client, requester) ->
            CompletableFuture.supplyAsync(() -> client.session().token()).join());

    var failure =
        Failures.of(TokenProviderException.class, ID, () -> world.client(ID).session().token());

    assertThat(failure.reason()).isEqualTo(Reason.LATE);
  }

  @Test
  void aProviderShouldBeAllowedToUseAnotherRegistration() {
    var used = new AtomicReference<OAuthToken>();
    world.start(
        binder ->
            binder
                .config(World.PATIENT)
                .registration(world.own(ID).build())
                .registration(world.own("other").build())
                .bindTokenProvider(ID)
                .toInstance(
                    (context, last, requester) -> {
                      used.set(world.client("other").token());
                      return requester.obtainToken();
                    }));

    OAuthToken token = world.client(ID).token();

    assertThat(used.get()).isNotNull().isNotEqualTo(token);
    assertThat(world.tokenRequests()).isEqualTo(2);
  }

  @Test
  void aRequesterShouldBeOfNoUseAfterTheCall() {
    var kept = new AtomicReference<TokenRequester>();
    start((client, requester) -> kept.set(requester));
    world.client(ID).token();

    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> kept.get().obtainToken()))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has ended");
    assertThat(world.tokenRequests()).isZero();
  }

  @FunctionalInterface
  private interface Inside {
    void call(OAuthClient client, TokenRequester requester);
  }

  private void start(Inside inside) {
    world.start(
        binder ->
            binder
                .config(World.HASTY)
                .registration(world.own(ID).build())
                .bindTokenProvider(ID)
                .toInstance(
                    (context, last, requester) -> {
                      inside.call(world.client(ID), requester);
                      return someToken();
                    }));
  }
}
