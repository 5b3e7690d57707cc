// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.google.inject.Injector;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthMaintenance;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import io.hexauth.testkit.events.RecordedEvents;
import io.hexauth.testkit.guice.StrictInjector;
import io.hexauth.testkit.http.Gate;
import io.hexauth.testkit.log.LogCapture;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records at the start of a listing that a sweep cannot process. */
class MaintenanceSweepTest {

  private static final int USERS = 4;
  private static final Duration SOON = Duration.ofMinutes(5);

  private final World world = new World();
  private final BreakingCipher cipher = new BreakingCipher();
  private final RecordedEvents heard = new RecordedEvents();
  private final ClientRegistration automatic = world.authorizationCode().build();
  private final ClientRegistration manual =
      world.authorizationCode().id("by-hand").manualRefresh().build();

  private final Injector memory =
      StrictInjector.create(
          new InMemoryModule(), binder -> binder.bind(OAuthClock.class).toInstance(world.clock()));
  private final ListedFirst store =
      new ListedFirst(memory.getInstance(TokenStoreMaintenance.class));
  private final Injector injector =
      StrictInjector.create(
          new OAuthClientModule(),
          new FeignTransportModule(),
          binder -> {
            binder.bind(TokenStore.class).toInstance(memory.getInstance(TokenStore.class));
            binder.bind(TokenStoreMaintenance.class).toInstance(store);
            binder
                .bind(PendingAuthorizationStore.class)
                .toInstance(memory.getInstance(PendingAuthorizationStore.class));
            binder.bind(TokenCipher.class).toInstance(cipher);
            OAuthClientBinder.of(binder)
                .clock(world.clock())
                .eventListener(heard)
                .registration(automatic)
                .registration(manual);
          });
  private final OAuthMaintenance maintenance = injector.getInstance(OAuthMaintenance.class);

  @AfterEach
  void close() {
    injector.getInstance(OAuthClients.class).close();
    world.close();
  }

  private void consents(ClientRegistration registration) {
    OAuthClient client = injector.getInstance(OAuthClients.class).get(registration.id());
    for (int i = 0; i < USERS; i++) {
      var browser = UserAgentBinding.random();
      var redirect = client.startAuthorization(Principal.of("user-" + i), browser);
      client.finishAuthorization(
          AuthorizationCallback.parse(world.server().consent(redirect.uri(), "user-" + i)),
          browser);
    }
  }

  private int refreshes() {
    return world.server().ledger().tokenRequests("refresh_token");
  }

  @Test
  void refreshShouldBeToldWithTheReasonSweep() {
    consents(automatic);
    world.clock().advance(Duration.ofMinutes(58));

    assertThat(maintenance.refreshDue(SOON, USERS)).isEqualTo(USERS);

    await().until(() -> heard.of("oauth.refreshes").size() >= USERS);
    assertThat(heard.of("oauth.refreshes"))
        .hasSize(USERS)
        .allSatisfy(refresh -> assertThat(refresh.tag("reason")).isEqualTo("sweep"))
        .allSatisfy(refresh -> assertThat(refresh.tag("outcome")).isEqualTo("refreshed"));
  }

  @Test
  void recordsOfOthersShouldNotUseUpTheLimit() {
    consents(automatic);
    store.listFirst(150, i -> record(i, "key-of-another-application"));
    world.clock().advance(Duration.ofMinutes(59));

    assertThat(maintenance.refreshDue(SOON, 3)).isEqualTo(3);
    assertThat(maintenance.refreshDue(SOON, 3)).isEqualTo(USERS - 3);
    assertThat(maintenance.refreshDue(SOON, 3)).isZero();
    assertThat(refreshes()).isEqualTo(USERS);
  }

  @Test
  void registrationsInManualModeShouldNotUseUpTheLimit() {
    consents(manual);
    consents(automatic);
    world.clock().advance(Duration.ofMinutes(59));

    assertThat(maintenance.refreshDue(SOON, USERS)).isEqualTo(USERS);
    assertThat(maintenance.refreshDue(SOON, 100)).as("those in manual mode").isZero();
    assertThat(refreshes()).isEqualTo(USERS);
  }

  @Test
  void aGrantThatTheServerRefusesShouldNotBeCounted() {
    consents(automatic);
    world.server().revokeAll("user-1");
    world.clock().advance(Duration.ofMinutes(59));

    assertThat(maintenance.refreshDue(SOON, 100)).isEqualTo(USERS - 1);
    assertThat(refreshes()).isEqualTo(USERS);
  }

  @Test
  void aRecordThatBreaksTheCipherShouldNotEndTheSweep() {
    consents(automatic);
    store.listFirst(2, i -> record(i, BreakingCipher.BREAKS));
    world.clock().advance(Duration.ofMinutes(59));

    try (LogCapture log = LogCapture.start()) {
      assertThat(maintenance.refreshDue(SOON, 100)).isEqualTo(USERS);

      assertThat(log.lines())
          .filteredOn(line -> line.contains("WARN"))
          .singleElement()
          .asString()
          .contains("2 due records could not be processed");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void operatorsShouldHearOfTheRecordsThatWerePassedOverAndOfNothingElse(int broken) {
    consents(automatic);
    store.listFirst(broken, i -> record(i, BreakingCipher.BREAKS));
    world.clock().advance(Duration.ofMinutes(59));

    try (LogCapture log = LogCapture.start()) {
      maintenance.refreshDue(SOON, 100);

      assertThat(log.lines())
          .filteredOn(line -> line.contains("due records could not be processed"))
          .hasSize(broken);
    }
  }

  @Test
  void aSweepShouldStopAfterTenThousandOfOthersAndTheNextOneShouldGoOnBehindThem() {
    consents(automatic);
    store.listFirst(10_050, i -> record(i, "key-of-another-application"));
    world.clock().advance(Duration.ofMinutes(59));

    assertThat(maintenance.refreshDue(SOON, 100)).isZero();
    assertThat(store.listed()).isEqualTo(10_000);
    assertThat(maintenance.refreshDue(SOON, 100)).isEqualTo(USERS);
  }

  @Test
  void aSweepShouldBeginAgainWhenTheEndOfTheListingLeavesItRoom() {
    consents(automatic);
    world.clock().advance(Duration.ofMinutes(59));
    assertThat(maintenance.refreshDue(SOON, USERS - 1)).isEqualTo(USERS - 1);
    world.clock().advance(Duration.ofMinutes(59));

    assertThat(maintenance.refreshDue(SOON, 100)).isEqualTo(USERS);
  }

  @Test
  void aSweepThatBeginsAgainShouldNotRefreshWhatItHasRefreshedAlready() {
    world.server().issue(i -> i.withLifetime(SOON.minusMinutes(1))); // due again immediately
    consents(automatic);
    world.clock().advance(Duration.ofMinutes(1));
    assertThat(maintenance.refreshDue(SOON, USERS - 1)).isEqualTo(USERS - 1);
    world.clock().advance(Duration.ofMinutes(1));
    store.beforeTheStart(() -> world.clock().advance(Duration.ofSeconds(1)));

    assertThat(maintenance.refreshDue(SOON, 100)).isEqualTo(USERS);

    assertThat(store.listed()).as("the rest, then all").isEqualTo(USERS - 1 + 1 + USERS);
    assertThat(refreshes()).isEqualTo(USERS - 1 + USERS);
  }

  @Test
  void aRecordThatIsListedTwiceShouldBeRefreshedAndCountedOnce() {
    consents(automatic);
    store.listTwice();
    world.clock().advance(Duration.ofMinutes(59));

    assertThat(maintenance.refreshDue(SOON, 100)).isEqualTo(USERS);
    assertThat(refreshes()).isEqualTo(USERS);
  }

  @Test
  void resealShouldGoOnAfterARecordThatBreaksTheCipherAndCountEachOnce() {
    consents(automatic);
    cipher.promote("key-2");
    store.listFirst(1, i -> record(i, BreakingCipher.BREAKS));
    store.listTwice();

    assertThat(maintenance.reseal(100)).isEqualTo(new OAuthMaintenance.Resealed(USERS, 1));
    assertThat(maintenance.keys().documents()).containsOnlyKeys("key-2");
  }

  @Test
  void resealShouldWriteNoMoreThanItsLimit() {
    consents(automatic);
    cipher.promote("key-2");

    assertThat(maintenance.reseal(USERS - 1))
        .isEqualTo(new OAuthMaintenance.Resealed(USERS - 1, 0));
    assertThat(maintenance.reseal(USERS)).isEqualTo(new OAuthMaintenance.Resealed(1, 0));
    assertThat(maintenance.reseal(USERS)).isEqualTo(new OAuthMaintenance.Resealed(0, 0));
  }

  @Test
  void resealInPiecesShouldReadEachRecordOnceAndThenLookForMore() {
    consents(automatic);
    cipher.promote("key-2");
    store.listFirst(150, i -> record(i, "key-of-another-application"));

    for (int i = 0; i < USERS; i++) {
      assertThat(maintenance.reseal(1).written()).isEqualTo(1);
    }
    assertThat(store.listed()).isEqualTo(150 + USERS);
    assertThat(maintenance.reseal(1)).isEqualTo(new OAuthMaintenance.Resealed(0, 150));
  }

  @Test
  void resealShouldBeginAgainWhenTheEndOfTheListingLeavesItRoom() {
    consents(automatic);
    cipher.promote("key-2");
    assertThat(maintenance.reseal(USERS - 1).written()).isEqualTo(USERS - 1);
    cipher.promote("key-3");

    assertThat(maintenance.reseal(100)).isEqualTo(new OAuthMaintenance.Resealed(USERS, 0));
    assertThat(maintenance.keys().documents()).containsOnlyKeys("key-3");
  }

  @Test
  void resealShouldStopWhenItsThreadIsInterruptedAndCountWhatIsLeftOnceWhenItBeginsAgain() {
    consents(automatic);
    cipher.promote("key-2");
    store.listFirst(150, i -> record(i, "key-of-another-application"));
    Thread.currentThread().interrupt();

    assertThat(maintenance.reseal(1_000)).isEqualTo(new OAuthMaintenance.Resealed(0, 100));

    assertThat(Thread.interrupted()).as("interrupt status").isTrue();
    assertThat(maintenance.reseal(1_000)).isEqualTo(new OAuthMaintenance.Resealed(USERS, 150));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void limitThatIsNotPositiveShouldBeRefusedBeforeAnythingIsDone(int limit) {
    consents(automatic);
    cipher.promote("key-2");
    world.clock().advance(Duration.ofMinutes(59));

    assertThatIllegalArgumentException().isThrownBy(() -> maintenance.refreshDue(SOON, limit));
    assertThatIllegalArgumentException().isThrownBy(() -> maintenance.reseal(limit));
    assertThatIllegalArgumentException().isThrownBy(() -> maintenance.purge(limit));

    assertThat(store.listed()).isZero();
  }

  @Test
  void aSweepShouldStopWhenItsThreadIsInterruptedAndTheNextOneShouldGoOn() {
    consents(automatic);
    store.listFirst(150, i -> record(i, "key-of-another-application"));
    world.clock().advance(Duration.ofMinutes(59));
    Thread.currentThread().interrupt();

    assertThat(maintenance.refreshDue(SOON, 100)).isZero();

    assertThat(Thread.interrupted()).as("interrupt status").isTrue();
    assertThat(store.listed()).as("one batch").isEqualTo(100);
    assertThat(maintenance.refreshDue(SOON, 100)).isEqualTo(USERS);
    // The rest of the first listing, then the records that are still due, as far as the limit
    // allows.
    assertThat(store.listed()).isEqualTo(100 + 50 + USERS + 150);
  }

  @Test
  void aSweepShouldRefreshSeveralGrantsAtOnce() {
    consents(automatic);
    world.clock().advance(Duration.ofMinutes(59));
    try (Gate gate = world.server().token().hold()) {
      CompletableFuture<Integer> swept = Crowd.one(() -> maintenance.refreshDue(SOON, 100));
      gate.awaitArrivals(USERS);
      gate.release();

      assertThat(Crowd.get(swept)).isEqualTo(USERS);
    }
  }

  private static GrantRecord record(int number, String keyId) {
    var id = new GrantId("%032x".formatted(number));
    return GrantRecord.builder(new GrantKey("%064x".formatted(number)), id, Instant.EPOCH)
        .version(new GrantRecord.Version(id, 1))
        .envelope(Optional.of(new Envelope(1, keyId, new byte[] {1, 2, 3})))
        .accessExpiresAt(Optional.of(Instant.EPOCH))
        .build();
  }
}
