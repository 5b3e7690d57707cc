// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.ClientRegistrationId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A record in a state that only a later version knows: it is not changed, and other records are not
 * affected.
 */
class UnknownStateTest {

  private final World world = new World();
  private final Node node = world.node(world.authorizationCode().build());
  private final UserAgentBinding browser = UserAgentBinding.random();

  @AfterEach
  void close() {
    world.close();
  }

  private void writeUnknownState() {
    world
        .store()
        .beforeStep(
            () -> {
              throw new UnreadableRecordException(
                  ClientRegistrationId.of("acme"), 1, "key-1", "its state is not known here");
            });
  }

  private AuthorizationCallback consented() {
    var redirect = node.client().startAuthorization(World.ALICE, browser);
    return AuthorizationCallback.parse(world.server().consent(redirect.uri(), "alice"));
  }

  @Test
  void consentShouldNotSpendTheCode() {
    AuthorizationCallback callback = consented();
    writeUnknownState();

    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(() -> node.client().finishAuthorization(callback, browser));

    assertThat(world.tokenRequests()).isZero();
    world.store().beforeStep(() -> {});
    assertThat(node.client().finishAuthorization(callback, browser).token()).isNotNull();
  }

  @Test
  void consentShouldNotSpendTheCodeWhenTheStoreIsDown() {
    AuthorizationCallback callback = consented();
    world.store().goDown();

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> node.client().finishAuthorization(callback, browser));

    assertThat(world.tokenRequests()).isZero();
    world.store().comeBack();
    assertThat(node.client().finishAuthorization(callback, browser).token()).isNotNull();
  }

  @Test
  void revocationShouldMakeNoTombstoneAndSendNothing() {
    node.consent(world.server(), World.ALICE);
    writeUnknownState();

    assertThatExceptionOfType(OAuthException.class)
        .isThrownBy(() -> node.alice().revoke())
        .isInstanceOf(UnreadableRecordException.class);

    assertThat(world.server().revocation().requests()).isEmpty();
    world.store().beforeStep(() -> {});
    assertThat(world.store().record().state()).isEqualTo(GrantState.IDLE);
  }
}
