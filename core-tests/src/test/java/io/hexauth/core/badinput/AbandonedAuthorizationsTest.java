// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.State;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.InvalidCallbackException.Reason;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.Incident;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.events.RecordedEvents;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** B08: authorizations that users never finish do not fill the memory. */
class AbandonedAuthorizationsTest {

  private static final String ID = "acme";

  /** Limit of pending authorizations in the memory store. */
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
                    () -> client.finishAuthorization(first, world.browser))
                .reason())
        .isEqualTo(Reason.STATE_UNKNOWN);
    assertThat(client.finishAuthorization(second, world.browser).token()).isNotNull();
  }

  @Test
  void operatorsShouldHearOnceAMinuteThatLiveOnesAreForgotten() {
    var clock = VirtualClock.create();
    var incidents = new CopyOnWriteArrayList<Incident>();
    world.start(
        binder ->
            binder
                .config(World.PATIENT)
                .clock(clock)
                .eventListener(RecordedEvents.incidents(incidents::add))
                .registration(world.code(ID).build()));
    abandon(MOST - 1);
    world.client(ID).startAuthorization(World.ALICE, world.browser);
    assertThat(incidents).as("there was room").isEmpty();

    for (int minutes = 1; minutes <= 2; minutes++) {
      for (int i = 0; i < 3; i++) {
        world.client(ID).startAuthorization(World.ALICE, world.browser);
      }
      int told = minutes;
      await().until(() -> incidents.size() >= told);
      clock.advance(Duration.ofMinutes(1));
    }

    clock.advance(Duration.ofMinutes(10));
    world.client(ID).startAuthorization(World.ALICE, world.browser);
    world.clients().close(); // waits for listeners
    assertThat(incidents)
        .hasSize(2)
        .allMatch(incident -> incident.registration().equals(ClientRegistrationId.of(ID)))
        .allMatch(incident -> incident.principal().equals(World.ALICE))
        .extracting(Incident::kind)
        .containsOnly(Incident.Kind.PENDING_AUTHORIZATIONS_EVICTED);
  }

  /**
   * Adds authorizations to the store directly, because the client would also encrypt each, which
   * takes a while.
   */
  private void abandon(int howMany) {
    var store = world.instance(PendingAuthorizationStore.class);
    var pending = new Envelope(1, "none", new byte[] {1});
    for (int i = 0; i < howMany; i++) {
      var key = GrantKey.ofPending("abandoned", new State("state-" + i), world.browser.hash());
      assertThat(store.put(key, pending, Duration.ofMinutes(10))).isTrue();
    }
  }
}
