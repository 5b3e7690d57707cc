// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.testkit.http.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A failure of one view, caller, supplier or node does not affect others. */
class IsolationTest {

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void refusedViewShouldNotHoldUpTheGrant() {
    Node node = world.node(world.clientCredentials().build());
    OAuthSession self = node.client().session();
    OAuthSession view =
        self.withAccess(
            AccessRequest.of(Scopes.none()).withResource(URI.create("https://api.example/x")));
    world.server().token().next(Reply.error(400, "invalid_target"));

    assertThatExceptionOfType(TokenRequestRejectedException.class).isThrownBy(view::token);

    assertThat(self.token()).isNotNull();
    assertThatExceptionOfType(TokenRequestRejectedException.class).isThrownBy(view::token);
    assertThat(world.tokenRequests()).as("the view's refusal is remembered").isEqualTo(2);
  }

  @Test
  void grantThatWasObtainedForLessShouldNotBeRefreshedForMore() {
    Node node =
        world.node(
            world.password().scopes("read", "write").build(),
            app ->
                app.bindResourceOwnerCredentials("acme")
                    .toInstance(p -> Optional.of(new ResourceOwner("alice", "wonderland"))));
    OAuthSession alice = node.alice();
    alice.withAccess(AccessRequest.of(Scopes.of("read"))).token();

    assertThat(alice.token().scopes()).isEqualTo(Scopes.of("read", "write"));
  }

  @Test
  void idleNodeShouldForgetATokenThatIsDueAndWasRevokedElsewhere() {
    Node idle = world.node(world.authorizationCode().build());
    Node other = world.node(world.authorizationCode().build());
    idle.consent(world.server(), World.ALICE);
    other.alice().revoke();
    world.clock().advance(Duration.ofMinutes(59).plusSeconds(30));

    idle.alice().token(); // the token is due, so it is returned once more while the store is read

    await()
        .untilAsserted(
            () ->
                assertThatExceptionOfType(ReauthorizationRequiredException.class)
                    .isThrownBy(() -> idle.alice().token()));
  }

  @Test
  void keptSessionShouldHearOfARevocationHoweverManyViewsThereAre() {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    OAuthSession kept = node.alice();
    for (int i = 0; i < 200; i++) {
      kept.withAccess(AccessRequest.of(Scopes.none()).withAudience("https://api.example/" + i));
    }

    node.alice().revoke();

    assertThatExceptionOfType(ReauthorizationRequiredException.class).isThrownBy(kept::token);
  }

  @Test
  void refreshTokenShouldNotBePresentedWhenASecretSupplierOutlivesTheLease() {
    Node slow =
        world.node(
            world
                .authorizationCode()
                .clientSecretBasic(
                    World.CLIENT,
                    () -> {
                      // The supplier took a long time, according to the clock.
                      world.clock().advance(Duration.ofMinutes(2));
                      return World.SECRET;
                    })
                .build());
    Node quick = world.node(world.authorizationCode().build());
    quick.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> slow.alice().token());

    assertThat(world.server().ledger().presentations()).isEmpty();
    assertThat(quick.alice().token()).isNotNull();
  }

  @Test
  void codeThatWasNotSentShouldBeGivenBackWithoutASecondThread() {
    Node node =
        world.node(
            world.authorizationCode().build(),
            app -> app.config(OAuthClientConfig.defaults().withLimits(1, 10)));
    var browser = UserAgentBinding.random();
    URI url = node.client().startAuthorization(World.ALICE, browser).uri();
    var callback = AuthorizationCallback.parse(world.server().consent(url, "alice"));
    world.server().token().next(Reply.busy(503, "1"));

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> node.client().finishAuthorization(callback, browser))
        .satisfies(
            e ->
                assertThat(e.service())
                    .isEqualTo(ServiceUnavailableException.Service.AUTHORIZATION_SERVER));
    assertThat(node.client().finishAuthorization(callback, browser).token()).isNotNull();
  }

  @Test
  void backOffShouldGrowWhileAServerCannotBeReached() {
    Node node = world.node(world.clientCredentials().build());
    world.server().token().always(Reply.busy(503, "0"));
    for (int i = 0; i < 500; i++) {
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> node.client().token());
      world.clock().advance(Duration.ofMillis(100));
    }

    assertThat(world.tokenRequests()).as("requests within 50 s").isLessThan(30);
  }
}
