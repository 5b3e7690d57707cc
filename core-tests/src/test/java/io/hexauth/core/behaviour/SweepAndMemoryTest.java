// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.inject.Injector;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.Incident;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sweep does not read listed records again, and does not change which grants are in memory. */
class SweepAndMemoryTest {

  private static final int USERS = 9;
  private static final Duration SOON = Duration.ofMinutes(5);

  private final World world = new World();
  private final ClientRegistration users = world.authorizationCode().build();
  private final ClientRegistration others = world.clientCredentials().id("others").build();
  private final ClientRegistration more = world.clientCredentials().id("more").build();
  private final Injector memory =
      StrictInjector.create(
          new InMemoryModule(), binder -> binder.bind(OAuthClock.class).toInstance(world.clock()));
  private final FaultyStore store = new FaultyStore(memory.getInstance(TokenStore.class));
  private final ListedOnce listing =
      new ListedOnce(memory.getInstance(TokenStoreMaintenance.class));
  private final List<Incident> incidents = new CopyOnWriteArrayList<>();
  private final List<Injector> nodes = new ArrayList<>();

  @AfterEach
  void close() {
    nodes.forEach(node -> node.getInstance(OAuthClients.class).close());
    world.close();
  }

  private Injector node(OAuthClientConfig config) {
    Injector node =
        StrictInjector.create(
            new OAuthClientModule(),
            new FeignTransportModule(),
            binder -> {
              binder.bind(TokenStore.class).toInstance(store);
              binder.bind(TokenStoreMaintenance.class).toInstance(listing);
              binder
                  .bind(PendingAuthorizationStore.class)
                  .toInstance(memory.getInstance(PendingAuthorizationStore.class));
              binder.bind(TokenCipher.class).toInstance(memory.getInstance(TokenCipher.class));
              OAuthClientBinder.of(binder)
                  .config(config)
                  .clock(world.clock())
                  .eventListener(RecordedEvents.incidents(incidents::add))
                  .registration(users)
                  .registration(others)
                  .registration(more);
            });
    nodes.add(node);
    return node;
  }

  private Injector node() {
    return node(OAuthClientConfig.defaults());
  }

  private static OAuthMaintenance maintenance(Injector node) {
    return node.getInstance(OAuthMaintenance.class);
  }

  private OAuthClient client(Injector node, ClientRegistration registration) {
    return node.getInstance(OAuthClients.class).get(registration.id());
  }

  private OAuthToken token(Injector node, int user) {
    return client(node, users).session(user(user)).token();
  }

  private static Principal user(int number) {
    return Principal.of("user-" + number);
  }

  /** Advances the clock until one minute before the tokens of this node's users expire. */
  private void consents(Injector node, int count) {
    for (int i = 0; i < count; i++) {
      var browser = UserAgentBinding.random();
      var redirect = client(node, users).startAuthorization(user(i), browser);
      client(node, users)
          .finishAuthorization(
              AuthorizationCallback.parse(world.server().consent(redirect.uri(), user(i).name())),
              browser);
    }
    world.clock().advance(Duration.ofMinutes(59));
  }

  private int refreshes() {
    return world.server().ledger().tokenRequests("refresh_token");
  }

  @Test
  void aSweepShouldReadNothingThatWasListedAgain() {
    Injector home = node();
    consents(home, USERS);
    Injector other = node();
    int before = store.finds();

    assertThat(maintenance(other).refreshDue(SOON, 100)).as("not in memory").isEqualTo(USERS);
    world.clock().advance(Duration.ofMinutes(59));
    assertThat(maintenance(home).refreshDue(SOON, 100)).as("in memory").isEqualTo(USERS);

    assertThat(store.finds()).isEqualTo(before);
    assertThat(refreshes()).isEqualTo(2 * USERS);
  }

  @Test
  void aGrantThatIsNotInMemoryShouldStayOutOfIt() {
    consents(node(), 1);
    Injector other = node();
    assertThat(maintenance(other).refreshDue(SOON, 100)).isEqualTo(1);
    int before = store.finds();

    assertThat(token(other, 0)).isNotNull();

    assertThat(store.finds()).as("looks for a grant that memory has not").isEqualTo(before + 1);
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void aGrantThatIsInMemoryShouldHaveItsNewTokenAndItsPlace() {
    consents(node(), USERS);
    Injector small = node(OAuthClientConfig.defaults().withLimits(32, 2));
    OAuthToken first = token(small, 3);
    OAuthToken second = token(small, 4);
    assertThat(maintenance(small).refreshDue(SOON, 100)).isEqualTo(USERS);
    int before = store.finds();

    assertThat(token(small, 3).accessToken()).isNotEqualTo(first.accessToken());
    assertThat(token(small, 4).accessToken()).isNotEqualTo(second.accessToken());

    assertThat(store.finds()).as("looks for grants that memory had").isEqualTo(before);
    assertThat(refreshes()).isEqualTo(USERS);
  }

  @Test
  void aGrantThatACallerLooksUpWhileItIsSweptShouldStayInMemory() {
    consents(node(), 1);
    world.clock().advance(Duration.ofMinutes(2)); // the token has expired
    Injector other = node();
    CompletableFuture<Integer> swept;
    try (Gate gate = world.server().token().hold()) {
      swept = Crowd.one(() -> maintenance(other).refreshDue(SOON, 100));
      gate.awaitArrivals(1);
      assertThat(client(other, users).session(user(0)).isTokenExpired()).isTrue();
    }
    assertThat(Crowd.get(swept)).isEqualTo(1);
    int before = store.finds();

    assertThat(token(other, 0)).isNotNull();

    assertThat(store.finds()).isEqualTo(before);
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void aGrantWhoseNewTokenCouldNotBeStoredShouldStayInMemory() {
    consents(node(), 1);
    Injector other = node();
    store.refuseCommits();

    assertThat(maintenance(other).refreshDue(SOON, 100)).isEqualTo(1);
    world.clock().advance(Duration.ofMinutes(2)); // the token in the store has expired

    assertThat(token(other, 0)).as("the only copy").isNotNull();
    assertThat(refreshes()).isEqualTo(1);
    store.comeBack();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLateListingShouldRefreshNothingThatWasRefreshedMeanwhile(boolean here) {
    Injector home = node();
    consents(home, USERS);
    Injector other = node();
    assertThat(maintenance(home).refreshDue(SOON, 100)).isEqualTo(USERS);

    listing.listNext(listing.listed().get(0));
    assertThat(maintenance(here ? home : other).refreshDue(SOON, 100)).isEqualTo(USERS);

    assertThat(refreshes()).isEqualTo(USERS);
    assertThat(incidents).isEmpty();
  }

  @Test
  void aLeaseShouldBeWholeHoweverLongTheListingWasOnItsWay() {
    consents(node(), 1);
    Duration lease = OAuthClientConfig.defaults().lease();
    var ends = new CopyOnWriteArrayList<Duration>();
    store.beforeCommit(
        () ->
            ends.add(
                Duration.between(
                    world.clock().instant(), store.record().lease().orElseThrow().until())));
    listing.onTheWay(() -> world.clock().advance(Duration.ofSeconds(5)));

    assertThat(maintenance(node()).refreshDue(SOON, 100)).isEqualTo(1);

    assertThat(ends).containsExactly(lease);
  }

  @Test
  void aListingThatIsTooOldForALeaseShouldBeFollowedByALook() {
    consents(node(), 2);
    Injector oneAtATime = node(OAuthClientConfig.defaults().withLimits(1, 100));
    int before = store.finds();
    store.beforeCommit(
        () -> world.clock().advance(OAuthClientConfig.defaults().lease().dividedBy(2)));

    assertThat(maintenance(oneAtATime).refreshDue(SOON, 100)).isEqualTo(2);

    assertThat(store.finds()).as("of the second grant").isEqualTo(before + 1);
  }

  @Test
  void aGrantThatIsDueAgainAtOnceShouldBeRefreshedOnceInASweep() {
    consents(node(), USERS);
    Injector other = node();
    Duration longerThanTokensLive = Duration.ofDays(1);
    assertThat(maintenance(other).refreshDue(longerThanTokensLive, USERS - 1)).isEqualTo(USERS - 1);
    world.clock().advance(Duration.ofSeconds(1));

    assertThat(maintenance(other).refreshDue(longerThanTokensLive, 100)).isEqualTo(USERS);

    assertThat(refreshes()).isEqualTo(2 * USERS - 1);
  }

  /** A sweep uses three quarters of the threads at most, and callers use the others. */
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 2", "4, 3", "8, 6"})
  void aSweepShouldLeaveAQuarterOfTheThreadsToCallers(int threads, int swept) throws Exception {
    consents(node(), USERS);
    Injector other = node(OAuthClientConfig.defaults().withLimits(threads, 100));
    try (Gate gate = world.server().token().hold()) {
      var sweep = new Thread(() -> maintenance(other).refreshDue(SOON, 100));
      sweep.setDaemon(true);
      sweep.start();
      gate.awaitArrivals(swept);
      // The sweep now waits for the first refresh, and starts no other before that.
      await().until(() -> sweep.getState() == Thread.State.TIMED_WAITING);
      int callers = threads - swept;
      List<ClientRegistration> calling = List.of(others, more).subList(0, Math.min(2, callers));
      List<CompletableFuture<OAuthToken>> called =
          calling.stream()
              .map(registration -> Crowd.one(() -> client(other, registration).session().token()))
              .toList();
      gate.awaitArrivals(swept + calling.size());

      assertThat(refreshes()).isEqualTo(swept);
      gate.release();
      called.forEach(Crowd::get);
      sweep.join(Duration.ofSeconds(20).toMillis());
    }
    assertThat(refreshes()).isEqualTo(USERS);
  }
}
