// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.InvalidCallbackException.Reason;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pending authorization that was taken from the store, and that no thread processes. */
class TakenAuthorizationTest {

  private final World world = new World();
  private final ClientRegistration registration = world.authorizationCode().build();
  private final Node other = world.node(registration);
  private final UserAgentBinding browser = UserAgentBinding.random();

  @AfterEach
  void close() {
    world.cipher().comeBack();
    world.close();
  }

  private AuthorizationCallback callback() {
    var redirect = other.client().startAuthorization(World.ALICE, browser);
    return AuthorizationCallback.parse(world.server().consent(redirect.uri(), "alice"));
  }

  /** Closes a node while it takes an authorization; the node's next steps are refused. */
  private CompletableFuture<Boolean> closedWhileTaking(Node node) {
    var closed = new CompletableFuture<Boolean>();
    world
        .pending()
        .afterTake(
            () -> {
              CompletableFuture<?> unused =
                  Crowd.one(
                      () -> {
                        node.close();
                        return closed.complete(true);
                      });
              await().until(() -> SingleFlightTest.waitingIn("TaskPools", "drain") == 1);
            });
    return closed;
  }

  @Test
  void authorizationShouldBeGivenBackWhenTheClientIsClosedBeforeTheExchange() {
    AuthorizationCallback callback = callback();
    Node node = world.node(registration);
    CompletableFuture<Boolean> closed = closedWhileTaking(node);
    world.clock().advance(Duration.ofMinutes(4));

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> node.client().finishAuthorization(callback, browser))
        .matches(e -> e.service() == Service.CLIENT)
        .matches(e -> !e.isRetryable());

    assertThat(Crowd.get(closed)).isTrue();
    assertThat(world.pending().lifetimes())
        .as("no longer than at the start")
        .containsExactly(Duration.ofMinutes(10), Duration.ofMinutes(6));
    assertThat(world.tokenRequests()).isZero();
    assertThat(other.client().finishAuthorization(callback, browser).token()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void authorizationShouldBePutBackWhenTheStoreHandsItOverAfterItsCallerGaveUp(
      boolean interrupted) {
    OAuthClientConfig impatient =
        OAuthClientConfig.defaults().withCallerTimeout(Duration.ofSeconds(interrupted ? 20 : 1));
    Node node = world.node(registration, app -> app.config(impatient));
    AuthorizationCallback callback = callback();
    Thread caller = Thread.currentThread();
    try (var handingOver = new Pause()) {
      world
          .pending()
          .afterTake(
              () -> {
                if (interrupted) {
                  caller.interrupt();
                }
                handingOver.run();
              });

      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> node.client().finishAuthorization(callback, browser));

      assertThat(Thread.interrupted()).as("interrupt status").isEqualTo(interrupted);
      assertThat(world.pending().lifetimes()).as("put at first").hasSize(1);
    }

    node.close(); // waits for work under way
    assertThat(world.pending().lifetimes()).as("put at first, and back").hasSize(2);
    assertThat(other.client().finishAuthorization(callback, browser).token()).isNotNull();
    assertThat(world.tokenRequests()).isEqualTo(1);
  }

  @Test
  void authorizationShouldBePutBackWhenItsCallerGivesUpAndEveryPlaceIsTaken() {
    OAuthClientConfig narrow =
        OAuthClientConfig.defaults()
            .withConcurrentAuthorizations(1)
            .withWaitingTasks(1)
            .withCallerTimeout(Duration.ofSeconds(1));
    Node node = world.node(registration, app -> app.config(narrow));
    AuthorizationCallback callback = callback();
    world.cipher().opening(FaultyCipher.Fault.HANGS);
    world
        .pending()
        .afterTake(
            () -> {
              CompletableFuture<?> unused =
                  Crowd.one(
                      () -> {
                        return node.client()
                            .startAuthorization(Principal.of("bob"), UserAgentBinding.random());
                      });
              await().until(() -> SingleFlightTest.waitingIn("Tasks", "await") == 1);
            });

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> node.client().finishAuthorization(callback, browser));

    assertThat(world.pending().lifetimes()).as("put at first, and back").hasSize(2);
    world.cipher().comeBack();
    assertThat(other.client().finishAuthorization(callback, browser).token()).isNotNull();
    assertThatExceptionOfType(InvalidCallbackException.class)
        .as("taken once")
        .isThrownBy(() -> other.client().finishAuthorization(callback, browser))
        .matches(e -> e.reason() == Reason.STATE_UNKNOWN);
  }
}
