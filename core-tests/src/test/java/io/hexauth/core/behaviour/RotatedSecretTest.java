// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.OAuthSession;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * After the server has refused a client's secret, requests with this secret pause, but requests
 * with a changed secret do not.
 */
class RotatedSecretTest {

  private static final Principal BOB = Principal.of("bob");

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  /** Methods of client authentication with a secret. */
  enum Method {
    BASIC,
    POST;

    ClientRegistration registration(World world) {
      ClientRegistration.Builder builder = world.authorizationCode();
      return (this == BASIC
              ? builder.clientSecretBasic(World.CLIENT, world::secret)
              : builder.clientSecretPost(World.CLIENT, world::secret))
          .build();
    }
  }

  private static void assertRefused(OAuthSession session) {
    assertThatExceptionOfType(TokenRequestRejectedException.class).isThrownBy(session::token);
  }

  @ParameterizedTest
  @EnumSource
  void changedSecretShouldBeTriedAtOnce(Method method) {
    Node node = world.node(method.registration(world));
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    world.useSecret("wrong");
    OAuthSession session = node.client().session(World.ALICE);
    int before = world.tokenRequests();
    for (int i = 0; i < 3; i++) {
      assertRefused(session);
    }
    assertThat(world.tokenRequests() - before).isEqualTo(1);

    world.useSecret("wrong as well");
    for (int i = 0; i < 3; i++) {
      assertRefused(session);
    }
    assertThat(world.tokenRequests() - before).as("one for each secret").isEqualTo(2);

    world.useSecret(World.SECRET);
    assertThat(session.token()).isNotNull();
    assertThat(world.tokenRequests() - before).isEqualTo(3);
  }

  /** An operator changes a secret on one node after the other. */
  @Test
  void nodeWithTheChangedSecretShouldNotWaitForOneWithTheOldOne() {
    Node behind = world.node(Method.BASIC.registration(world));
    Node ahead = world.node(world.authorizationCode().build());
    ahead.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    world.useSecret("no longer valid");
    assertRefused(behind.alice());

    assertThat(ahead.alice().token()).isNotNull();
    assertThat(behind.alice().token()).as("of the store").isEqualTo(ahead.alice().token());
  }

  @Test
  void codeShouldBeExchangedWithTheChangedSecretAtOnce() {
    Node node = world.node(Method.BASIC.registration(world));
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    world.useSecret("wrong");
    assertRefused(node.client().session(World.ALICE));
    assertThatExceptionOfType(TokenRequestRejectedException.class)
        .isThrownBy(() -> node.consent(world.server(), BOB))
        .satisfies(e -> assertThat(e.status()).as("not sent").isZero());

    world.useSecret(World.SECRET);

    assertThat(node.consent(world.server(), BOB)).isNotNull();
  }

  @Test
  void failureOfTheSupplierShouldReachTheCallerWhileTheClientWaits() {
    var broken = new AtomicBoolean();
    Node node =
        world.node(
            world
                .authorizationCode()
                .clientSecretBasic(
                    World.CLIENT,
                    () -> {
                      if (broken.get()) {
                        throw new IllegalStateException("the secret store is down");
                      }
                      return world.secret();
                    })
                .build());
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    world.useSecret("wrong");
    OAuthSession session = node.client().session(World.ALICE);
    assertRefused(session);
    int before = world.tokenRequests();

    broken.set(true);
    assertThatExceptionOfType(TokenProviderException.class).isThrownBy(session::token);
    broken.set(false);
    assertRefused(session);

    assertThat(world.tokenRequests()).isEqualTo(before);

    broken.set(true);
    OAuthToken elsewhere = world.node(world.authorizationCode().build()).alice().token();
    assertThat(session.token()).as("of the store").isEqualTo(elsewhere);
  }
}
