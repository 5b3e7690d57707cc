// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.InvalidCallbackException.Reason;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.testkit.http.Gate;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Failures of callbacks at one redirect URI for all registrations. */
class SharedCallbackTest {

  private final World world = new World();
  private final ClientRegistration acme =
      world.authorizationCode().requireIssuerInResponses().build();
  private final UserAgentBinding browser = UserAgentBinding.random();

  @AfterEach
  void close() {
    world.store().comeBack();
    world.close();
  }

  private AuthorizationCallback callback(Node node, World server, String id) {
    URI start = node.clients().get(id).startAuthorization(World.ALICE, browser).uri();
    return AuthorizationCallback.parse(server.server().consent(start, "alice"));
  }

  /**
   * During a rolling upgrade, an older node shares the store and does not know the registration
   * yet.
   */
  @Test
  void callbackShouldStayPendingWhenItsRegistrationIsNotKnownHere() {
    ClientRegistration added = acme.toBuilder().id("added").build();
    Node before = world.node(acme);
    Node after = world.node(acme, app -> app.registration(added));
    AuthorizationCallback callback = callback(after, world, "added");

    assertThatExceptionOfType(InvalidCallbackException.class)
        .isThrownBy(() -> before.clients().finishAuthorization(callback, browser))
        .matches(e -> e.reason() == Reason.OTHER_REGISTRATION)
        .matches(e -> e.registration().equals(added.id()));

    OAuthSession session = after.clients().finishAuthorization(callback, browser);
    assertThat(session.registration()).isEqualTo(added);
  }

  /** For example, if a registration changed from authorization code to client credentials. */
  @Test
  void callbackShouldBeRefusedWhenItsRegistrationHasNoUsersAnyMore() {
    Node before = world.node(acme);
    AuthorizationCallback callback = callback(before, world, "acme");
    Node after = world.node(world.clientCredentials().build());

    assertThatExceptionOfType(InvalidCallbackException.class)
        .isThrownBy(() -> after.clients().finishAuthorization(callback, browser))
        .matches(e -> e.reason() == Reason.OTHER_REGISTRATION);

    assertThat(before.clients().finishAuthorization(callback, browser).token()).isNotNull();
  }

  /** Callbacks of users of one server arrive while exchanges with another server hang. */
  @Test
  void serverThatHangsShouldNotKeepTheUsersOfAnotherFromComingBack() {
    try (World slow = new World()) {
      ClientRegistration hanging =
          slow.authorizationCode().id("hanging").requireIssuerInResponses().build();
      Node node =
          world.node(
              hanging,
              app ->
                  app.registration(acme)
                      .config(
                          OAuthClientConfig.defaults()
                              .withConcurrentAuthorizations(1)
                              .withWaitingTasks(1)));
      AuthorizationCallback first = callback(node, slow, "hanging");
      AuthorizationCallback second = callback(node, world, "acme");
      try (Gate answers = slow.server().token().hold()) {
        CompletableFuture<OAuthSession> waiting =
            Crowd.one(() -> node.clients().finishAuthorization(first, browser));
        answers.awaitArrivals(1);

        assertThat(node.clients().finishAuthorization(second, browser).registration())
            .isEqualTo(acme);

        answers.release();
        assertThat(Crowd.get(waiting).registration()).isEqualTo(hanging);
      }
    }
  }

  @Test
  void callbackShouldBeGivenBackWhenTheServerCannotBeAsked() {
    Node node = world.node(acme);
    AuthorizationCallback callback = callback(node, world, "acme");
    world.store().goDown();

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> node.clients().finishAuthorization(callback, browser))
        .matches(e -> e.service() == Service.STORE);
    world.store().comeBack();

    assertThat(node.clients().finishAuthorization(callback, browser).token()).isNotNull();
    assertThat(world.tokenRequests()).isEqualTo(1);
  }

  @Test
  void callbackShouldFailTypedWhenTheClientsAreClosed() {
    Node node = world.node(acme);
    AuthorizationCallback callback = callback(node, world, "acme");
    node.close();

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> node.clients().finishAuthorization(callback, browser))
        .matches(e -> e.service() == Service.CLIENT)
        .matches(e -> !e.isRetryable());
    assertThat(world.node(acme).clients().finishAuthorization(callback, browser)).isNotNull();
  }
}
