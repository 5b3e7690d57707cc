// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ConnectionStatus;
import io.hexauth.ports.api.ConnectionStatus.State;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.TokenProvider;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections of one principal at all registrations. */
class ConnectionsTest {

  private static final Duration CALLER_TIMEOUT = Duration.ofSeconds(2);

  private static final ClientRegistrationId CONSENTED = ClientRegistrationId.of("consented");
  private static final ClientRegistrationId NEVER = ClientRegistrationId.of("never");
  private static final ClientRegistrationId SERVICE = ClientRegistrationId.of("service");
  private static final ClientRegistrationId PROVIDED = ClientRegistrationId.of("provided");
  private static final ClientRegistrationId EACH = ClientRegistrationId.of("each");

  private final World world = new World();
  private final Node node = node();

  @AfterEach
  void close() {
    world.store().comeBack();
    world.close();
  }

  private Node node() {
    TokenProvider provider = (context, last, requester) -> OAuthToken.builder("provided").build();
    return world.node(
        with(CONSENTED, world.authorizationCode()),
        app -> {
          app.bindTokenProvider(PROVIDED.value()).toInstance(provider);
          app.config(OAuthClientConfig.defaults().withCallerTimeout(CALLER_TIMEOUT))
              .registration(with(NEVER, world.authorizationCode()))
              .registration(with(SERVICE, world.clientCredentials()))
              .registration(with(PROVIDED, world.clientCredentials()))
              .registration(
                  with(
                      EACH,
                      world
                          .clientCredentials()
                          .extensionGrant("urn:example:each", context -> Map.of())));
        });
  }

  private static ClientRegistration with(
      ClientRegistrationId id, ClientRegistration.Builder registration) {
    return registration.id(id.value()).build();
  }

  private static Condition<ConnectionStatus> in(State state) {
    return new Condition<>(status -> status.state() == state, "in the state %s", state);
  }

  @Test
  void statusShouldBeThatOfEverySessionOfThePrincipal() {
    node.consent(world.server(), World.ALICE);
    OAuthClients clients = node.clients();

    Map<ClientRegistrationId, ConnectionStatus> found = clients.status(World.ALICE);

    assertThat(found).containsOnlyKeys(CONSENTED, NEVER, PROVIDED, EACH);
    found.forEach(
        (id, status) ->
            assertThat(status)
                .as("at %s", id)
                .isEqualTo(clients.get(id).session(World.ALICE).status()));
    assertThat(found.get(CONSENTED)).is(in(State.CONNECTED));
    assertThat(found.get(NEVER)).is(in(State.ABSENT));
    assertThat(clients.status(Principal.of("bob")).values()).are(in(State.ABSENT));
    assertThat(world.tokenRequests()).as("that of the consent").isEqualTo(1);
  }

  @Test
  void statusOfTheClientItselfShouldLeaveOutWhatNeedsAUser() {
    node.clients().get(SERVICE).token();

    Map<ClientRegistrationId, ConnectionStatus> found = node.clients().status(Principal.self());

    assertThat(found).containsOnlyKeys(SERVICE, PROVIDED, EACH);
    assertThat(found.get(SERVICE)).is(in(State.CONNECTED));
  }

  @Test
  void registrationWhoseRecordCannotBeReadShouldBeUnknownAndTheOthersBeTold() {
    node.consent(world.server(), World.ALICE);
    Node fresh = node();
    world.store().damage("fmt");

    Map<ClientRegistrationId, ConnectionStatus> found = fresh.clients().status(World.ALICE);

    assertThat(found.get(CONSENTED)).is(in(State.UNKNOWN));
    assertThat(found.get(CONSENTED).failure())
        .containsInstanceOf(UnreadableRecordException.class)
        .hasValueSatisfying(e -> assertThat(e.registration()).isEqualTo(CONSENTED));
    assertThat(found.get(NEVER)).is(in(State.ABSENT));
  }

  @Test
  void everyRegistrationShouldBeUnknownWhenTheStoreDoesNotAnswer() {
    world.store().goDown();

    Map<ClientRegistrationId, ConnectionStatus> found = node.clients().status(World.ALICE);

    assertThat(found).containsOnlyKeys(CONSENTED, NEVER, PROVIDED, EACH);
    assertThat(found.values()).are(in(State.UNKNOWN));
    found.forEach(
        (id, status) ->
            assertThat(status.failure())
                .containsInstanceOf(ServiceUnavailableException.class)
                .hasValueSatisfying(e -> assertThat(e.registration()).isEqualTo(id)));
  }

  /** One look-up at a time would wait once for each; together, they wait for one caller timeout. */
  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void storeThatHangsShouldBeWaitedForOnce() {
    try (var hanging = new Pause()) {
      world.store().beforeStep(hanging);
      long start = System.nanoTime();

      Map<ClientRegistrationId, ConnectionStatus> found = node.clients().status(World.ALICE);

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isLessThan(CALLER_TIMEOUT.multipliedBy(3));
      assertThat(found.values()).are(in(State.UNKNOWN));
    }
  }

  @Test
  void interruptedCallerShouldNotWait() {
    try (var hanging = new Pause()) {
      world.store().beforeStep(hanging);
      Thread.currentThread().interrupt();

      Map<ClientRegistrationId, ConnectionStatus> found = node.clients().status(World.ALICE);

      assertThat(Thread.interrupted()).as("interrupt status").isTrue();
      assertThat(found.values()).are(in(State.UNKNOWN));
    }
  }

  @Test
  void statusShouldBeRefusedForAPrincipalThatIsTooLong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> node.clients().status(Principal.of("a".repeat(5_000))));
  }

  @Test
  void mapShouldNotBeModifiable() {
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> node.clients().status(World.ALICE).clear());
  }
}
