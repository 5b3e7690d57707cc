// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.internal.refresh.GrantTransitions;
import io.hexauth.domain.internal.refresh.SealedCredential;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.Incident;
import io.hexauth.ports.api.Incident.Kind;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.testkit.events.RecordedEvents;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An exchanged code cannot be used again: if the store refuses its grant, the grant is stored
 * later.
 */
class UnstoredConsentTest {

  private final World world = new World();
  private final List<Incident> incidents = new CopyOnWriteArrayList<>();
  private final Node here =
      world.node(
          world.authorizationCode().build(),
          app -> app.eventListener(RecordedEvents.incidents(incidents::add)));
  private final Node there = world.node(world.authorizationCode().build());

  @AfterEach
  void close() {
    world.store().comeBack();
    world.cipher().comeBack();
    world.close();
  }

  private OAuthToken consentWithoutStore() {
    world.store().refusePuts();
    return here.consent(world.server(), World.ALICE);
  }

  private List<Kind> told() {
    return incidents.stream().map(Incident::kind).toList();
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        failure("new grants are not answered", world -> world.store().refusePuts()),
        failure("the store goes down", UnstoredConsentTest::goDownAfterTheLook),
        failure(
            "the store goes down with its answer",
            world -> world.store().loseAnswer(world.store()::goDown)),
        failure("nothing can be sealed", UnstoredConsentTest::sealNothingAfterTheLook));
  }

  private static Arguments failure(String name, Consumer<World> failure) {
    return Arguments.of(name, failure);
  }

  /**
   * Makes the store fail after the first step of a consent, which is the read before the code is
   * sent.
   */
  private static void goDownAfterTheLook(World world) {
    var steps = new AtomicInteger();
    world
        .store()
        .beforeStep(
            () -> {
              if (steps.incrementAndGet() == 2) {
                world.store().goDown();
              }
            });
  }

  private static void sealNothingAfterTheLook(World world) {
    world.store().beforeStep(() -> world.cipher().goDown());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void consentShouldBeServedAndStoredLaterWhen(String name, Consumer<World> failure) {
    failure.accept(world);

    OAuthToken token = here.consent(world.server(), World.ALICE);

    assertThat(here.alice().token()).isEqualTo(token);
    await().until(() -> told().contains(Kind.SERVED_UNSTORED));
    world.store().beforeStep(() -> {});
    world.store().comeBack();
    world.cipher().comeBack();
    await().until(() -> told().contains(Kind.STORED_LATE));
    assertThat(told()).containsExactly(Kind.SERVED_UNSTORED, Kind.STORED_LATE);
    await().until(() -> !here.events().isEmpty());
    assertThat(here.events())
        .extracting(TokenEvent::cause)
        .containsExactly(TokenEvent.Cause.GRANTED);
    assertThat(there.alice().token().accessToken()).isEqualTo(token.accessToken());
    assertThat(world.store().record().generation()).isEqualTo(1);
    assertThat(world.tokenRequests()).isEqualTo(1);
    assertThat(world.server().ledger().revocations()).isZero();
  }

  /** After twenty lost races, the caller gets a failure, but the grant is still stored. */
  @ParameterizedTest
  @ValueSource(ints = {1, 19, 20, 25})
  void consentShouldBeStoredHoweverManyRacesItLoses(int races) {
    here.consent(world.server(), World.ALICE);
    var steps = new AtomicInteger();
    world
        .store()
        .beforeStep(
            () -> {
              if (steps.incrementAndGet() <= 2 * races) { // each race is a read and a write
                renewOnAnotherNode();
              }
            });

    OAuthToken token = here.consent(world.server(), World.ALICE);

    assertThat(here.alice().token()).isEqualTo(token);
    await().until(() -> here.events().size() == 2);
    assertThat(steps).hasValueGreaterThan(2 * races);
    here.close(); // waits until listeners have received the events
    assertThat(told())
        .isEqualTo(races < 20 ? List.of() : List.of(Kind.SERVED_UNSTORED, Kind.STORED_LATE));
    assertThat(there.alice().token().accessToken()).isEqualTo(token.accessToken());
    assertThat(world.store().record().generation()).isEqualTo(1);
    assertThat(world.tokenRequests()).isEqualTo(2);
    assertThat(world.server().ledger().revocations()).isZero();
  }

  private void renewOnAnotherNode() {
    world
        .store()
        .write(
            (record, time) -> {
              GrantRecord stored = record.orElseThrow();
              var renewed =
                  new SealedCredential(
                      stored.envelope().orElseThrow(),
                      "of another node",
                      Optional.empty(),
                      Optional.empty());
              return GrantTransitions.commit(record, stored.version(), renewed, time);
            });
  }

  /** If the answer of one attempt was lost, the store must find the same bytes again. */
  @Test
  void consentShouldBeSealedOnceHoweverOftenItIsTried() {
    consentWithoutStore();
    int seals = world.cipher().seals();
    await().until(() -> world.store().refusedPuts() > 4);

    world.store().comeBack();

    await().until(() -> told().contains(Kind.STORED_LATE));
    assertThat(world.cipher().seals()).isEqualTo(seals);
  }

  /** Only the exchange itself can restore the grant. */
  @Test
  void consentShouldBeServedAndStoredLaterWhenItsRecordCannotBeReadMeanwhile() {
    here.consent(world.server(), World.ALICE);
    var steps = new AtomicInteger();
    world
        .store()
        .beforeStep(
            () -> {
              if (steps.incrementAndGet() == 2) {
                renewOnAnotherNode();
                world.store().damage("grant_id");
              }
            });

    OAuthToken token = here.consent(world.server(), World.ALICE);

    assertThat(here.alice().token()).isEqualTo(token);
    await().until(() -> steps.get() > 6); // failed attempts
    assertThat(told()).containsExactly(Kind.SERVED_UNSTORED);
    world.store().damage("");
    await().until(() -> told().contains(Kind.STORED_LATE));
    assertThat(there.alice().token().accessToken()).isEqualTo(token.accessToken());
    assertThat(world.tokenRequests()).isEqualTo(2);
  }

  /**
   * The failure is known before the code is sent: the code can be exchanged after the record is
   * deleted.
   */
  @Test
  void codeShouldNotBeSentWhenNoGrantCanFollowTheStoredOne() {
    here.consent(world.server(), World.ALICE);
    var browser = UserAgentBinding.random();
    var redirect = here.client().startAuthorization(World.ALICE, browser);
    var callback = AuthorizationCallback.parse(world.server().consent(redirect.uri(), "alice"));
    world
        .store()
        .tamper(
            record ->
                record.toBuilder()
                    .version(new GrantRecord.Version(new GrantId("f".repeat(32)), 1))
                    .build());

    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(() -> here.client().finishAuthorization(callback, browser))
        .withMessageContaining("delete the record");
    assertThat(world.tokenRequests()).isEqualTo(1);

    world.store().tamper(record -> record);
    assertThat(here.client().finishAuthorization(callback, browser).token()).isNotNull();
    assertThat(world.tokenRequests()).isEqualTo(2);
  }

  /**
   * A read can show the grant before its write is acknowledged. It is not a grant of another node.
   */
  @Test
  void consentShouldBeAnnouncedAsNewWhenItIsFoundBeforeItsAnswer() {
    world.store().loseAnswer(() -> assertThat(here.alice().current()).isPresent());

    here.consent(world.server(), World.ALICE);

    here.close(); // waits until listeners have received the events
    assertThat(here.events())
        .extracting(TokenEvent::cause)
        .containsExactly(TokenEvent.Cause.GRANTED);
  }

  /** Other nodes may have to wait this long for a refresh. */
  @Test
  void operatorsShouldBeToldWhenTheLeaseAndTheHoldAreOver() {
    consentWithoutStore();
    OAuthClientConfig config = OAuthClientConfig.defaults();
    world.clock().advance(config.lease().plus(config.hold()).minusNanos(1));
    int early = world.store().refusedPuts();
    await().until(() -> world.store().refusedPuts() > early + 4); // two writes for each attempt
    assertThat(told()).doesNotContain(Kind.NOT_STORED);

    world.clock().advance(Duration.ofNanos(1));

    await().until(() -> told().contains(Kind.NOT_STORED));
  }

  @Test
  void consentShouldBeAnnouncedOnlyWhenItIsStored() {
    consentWithoutStore();
    await().until(() -> world.store().refusedPuts() > 2);

    assertThat(here.events()).isEmpty();
    assertThat(there.alice().current()).isEmpty();
  }

  @Test
  void refreshShouldBlameTheStoreAndNotTheUserWhileTheConsentIsNotStored() {
    consentWithoutStore();

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> here.alice().refresh())
        .satisfies(e -> assertThat(e.service()).isEqualTo(Service.STORE));
    assertThat(world.server().ledger().presentations()).isEmpty();
  }

  @Test
  void consentShouldReplaceWhatItsUserRevokedBefore() {
    here.consent(world.server(), World.ALICE);
    here.alice().revoke();
    OAuthToken token = consentWithoutStore();
    await().until(() -> world.store().refusedPuts() > 2);

    world.store().comeBack();

    await().until(() -> told().contains(Kind.STORED_LATE));
    assertThat(there.alice().token().accessToken()).isEqualTo(token.accessToken());
  }

  @Test
  void consentShouldFollowTheGrantThatItReplaces() {
    here.consent(world.server(), World.ALICE);
    OAuthToken token = consentWithoutStore();
    there.alice().refresh();

    world.store().comeBack();

    await().until(() -> told().contains(Kind.STORED_LATE));
    assertThat(there.alice().refresh().accessToken()).isEqualTo(token.accessToken());
    assertThat(world.store().record().generation()).isEqualTo(1);
  }

  /**
   * The grant id is later than that of the other grant, so no node treats the grant as lost by the
   * store.
   */
  @Test
  void consentShouldFollowTheOneThatItLosesTheRaceTo() {
    here.consent(world.server(), World.ALICE);
    var steps = new AtomicInteger();
    world
        .store()
        .beforeStep(
            () -> {
              if (steps.incrementAndGet() == 2) {
                world.clock().advance(Duration.ofSeconds(1));
                there.consent(world.server(), World.ALICE);
              }
            });

    OAuthToken token = here.consent(world.server(), World.ALICE);

    assertThat(there.alice().refresh().accessToken()).isEqualTo(token.accessToken());
    assertThat(told()).isEmpty();
    assertThat(world.tokenRequests()).isEqualTo(3);
  }

  @Test
  void consentShouldEndWhenAnotherNodeHasStoredANewerOne() {
    OAuthToken old = consentWithoutStore();
    world.clock().advance(Duration.ofSeconds(1));
    OAuthToken newer = there.consent(world.server(), World.ALICE);
    GrantRecord stored = world.store().record();
    world.store().comeBack();

    world.clock().advance(Duration.ofMinutes(1));
    await().until(() -> here.alice().token().accessToken().equals(newer.accessToken()));

    assertThat(newer.accessToken()).isNotEqualTo(old.accessToken());
    assertThat(world.store().record().version()).isEqualTo(stored.version());
    assertThat(told()).doesNotContain(Kind.STORED_LATE, Kind.STORE_REPAIRED);
    assertThat(world.server().ledger().revocations()).isZero();
  }

  @Test
  void consentShouldBeRevokedWhenAnotherNodeHasRevokedTheGrantMeanwhile() {
    here.consent(world.server(), World.ALICE);
    OAuthToken token = consentWithoutStore();
    await().until(() -> world.store().refusedPuts() > 2);
    there.alice().revoke();

    world.store().comeBack();

    awaitRevocationOf(refreshToken(token).orElseThrow());
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> here.alice().token());
    assertThat(world.store().record().state()).isEqualTo(GrantState.TOMBSTONE);
    assertThat(told()).doesNotContain(Kind.STORED_LATE);
  }

  @Test
  void consentShouldBeRevokedWhenAnotherNodeRevokesTheGrantJustBeforeItIsStoredLate() {
    here.consent(world.server(), World.ALICE);
    OAuthToken token = consentWithoutStore();
    world.store().beforePut(() -> there.alice().revoke());

    world.store().comeBack();

    awaitRevocationOf(refreshToken(token).orElseThrow());
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> here.alice().token());
    assertThat(world.store().record().state()).isEqualTo(GrantState.TOMBSTONE);
    assertThat(told()).doesNotContain(Kind.STORED_LATE);
  }

  @Test
  void consentShouldBeRefusedAndRevokedWhenAnotherNodeRevokesTheGrantJustBeforeItIsStored() {
    here.consent(world.server(), World.ALICE);
    world.store().beforePut(() -> there.alice().revoke());

    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> here.consent(world.server(), World.ALICE))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REVOKED));

    await().until(() -> revoked().size() == 4); // an access token and a refresh token of each grant
    assertThat(world.store().record().state()).isEqualTo(GrantState.TOMBSTONE);
    assertThat(here.alice().current()).isEmpty();
  }

  /** The last action of the application wins. */
  @Test
  void tokenThatIsHandedInShouldReplaceAGrantThatAnotherNodeRevokesJustBefore() {
    here.consent(world.server(), World.ALICE);
    world.store().beforePut(() -> there.alice().revoke());

    OAuthToken token =
        here.alice().importToken(OAuthToken.builder("handed-in").build(), ImportMode.REPLACE);

    assertThat(there.alice().token().accessToken()).isEqualTo(token.accessToken());
  }

  private void awaitRevocationOf(String token) {
    await().until(() -> revoked().contains(token));
  }

  private Set<String> revoked() {
    return world.server().revocation().requests().stream()
        .flatMap(request -> request.form().first("token").stream())
        .collect(Collectors.toSet());
  }

  private static Optional<String> refreshToken(OAuthToken token) {
    return token.refreshToken().map(RefreshToken::value);
  }

  @Test
  void operatorsShouldBeToldOnceWhenTheStoreStaysAwayAndTheConsentShouldStillBeStored() {
    OAuthToken token = consentWithoutStore();
    world.clock().advance(Duration.ofMinutes(2));
    await().until(() -> told().contains(Kind.NOT_STORED));
    int tries = world.store().refusedPuts();
    await().until(() -> world.store().refusedPuts() > tries);

    world.store().comeBack();

    await().until(() -> told().contains(Kind.STORED_LATE));
    assertThat(told()).containsExactly(Kind.SERVED_UNSTORED, Kind.NOT_STORED, Kind.STORED_LATE);
    assertThat(there.alice().token().accessToken()).isEqualTo(token.accessToken());
  }

  @Test
  void closeShouldStoreTheConsentWhenTheStoreIsBack() {
    OAuthToken token = consentWithoutStore();
    world.store().comeBack();

    here.close();

    assertThat(there.alice().token().accessToken()).isEqualTo(token.accessToken());
  }

  @Test
  void closeShouldTellOperatorsWhenTheConsentIsLost() {
    consentWithoutStore();

    here.close();

    assertThat(told()).contains(Kind.NOT_STORED);
  }
}
