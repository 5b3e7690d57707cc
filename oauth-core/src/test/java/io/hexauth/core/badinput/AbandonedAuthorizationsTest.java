// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.State;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.InvalidCallbackException.Reason;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.testkit.clock.VirtualClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** B08: users who never come back do not fill the memory. */
class AbandonedAuthorizationsTest {

  private static final String ID = "acme";

  /** What the memory store keeps at most. */
  private static final int MOST = 100_000;

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theOldestShouldBeForgottenWhenThereAreTooMany() {
    var clock = VirtualClock.create();
    world.start(
        binder -> binder.config(World.PATIENT).clock(clock).registration(world.code(ID).build()));
    OAuthClient client = world.client(ID);
    var first = AuthorizationCallback.parse(world.consent(ID));
    var second = AuthorizationCallback.parse(world.consent(ID));

    abandon(MOST - 1);

    assertThat(
            Failures.of(
                    InvalidCallbackException.class,
                    ID,
                    () -> client.fetchToken(first, world.browser))
                .reason())
        .isEqualTo(Reason.STATE_UNKNOWN);
    assertThat(client.fetchToken(second, world.browser)).isNotNull();
  }

  /** Straight into the store: what the client adds is the sealing of each, which takes a while. */
  private void abandon(int howMany) {
    var store = world.instance(PendingAuthorizationStore.class);
    var pending = new Envelope(1, "none", new byte[] {1});
    for (int i = 0; i < howMany; i++) {
      var key =
          GrantKey.ofPending("abandoned", ClientRegistrationId.of(ID), new State("state-" + i));
      assertThat(store.put(key, pending, Duration.ofMinutes(10))).isTrue();
    }
  }
}
