// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.testkit.http.Gate;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However many callers ask, the server receives one request. */
class SingleFlightTest {

  private static final int CROWD = 200;

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void oneExpiredTokenShouldCostOneRequestWhenTwoHundredThreadsWantIt() {
    Node node = world.node(world.authorizationCode().build());
    OAuthToken old = node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));

    List<OAuthToken> tokens = Crowd.all(CROWD, () -> node.alice().token());

    assertThat(accessTokens(tokens)).hasSize(1).doesNotContain(old.accessToken());
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(1);
    assertThat(world.server().ledger().mostPresentations()).isEqualTo(1);
  }

  @Test
  void theFirstAcquisitionShouldCostOneRequestWhenTwoHundredThreadsWantIt() {
    Node node = world.node(world.clientCredentials().build());

    List<OAuthToken> tokens = Crowd.all(CROWD, () -> node.client().token());

    assertThat(accessTokens(tokens)).hasSize(1);
    assertThat(world.tokenRequests()).isEqualTo(1);
  }

  @Test
  void aForcedRefreshShouldCostOneRequestWhenTwoHundredThreadsWantItOfOneGeneration() {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    try (Gate gate = world.server().token().hold()) {
      var refreshing = Crowd.start(CROWD, i -> () -> node.alice().refresh());
      gate.awaitArrivals(1);
      await().until(() -> waitingIn("Tasks", "await") == CROWD);
      gate.release();

      assertThat(accessTokens(refreshing.stream().map(Crowd::get).toList())).hasSize(1);
    }
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(1);
  }

  @Test
  void callersShouldNotWaitWhenATokenIsDueButNotExpired() {
    Node node = world.node(world.authorizationCode().build());
    OAuthToken old = node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofMinutes(58));
    try (Gate gate = world.server().token().hold()) {
      List<OAuthToken> tokens = Crowd.all(CROWD, () -> node.alice().token());

      assertThat(accessTokens(tokens)).containsExactly(old.accessToken());
      gate.awaitArrivals(1);
      assertThat(gate.arrivals()).isEqualTo(1);
    }
    await().until(() -> !node.alice().token().equals(old));
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(1);
  }

  @Test
  void twoViewsOfOneGrantShouldGetEachTheirOwnTokenWhenAskedTogether() {
    Node node = world.node(world.clientCredentials().build());
    OAuthSession first = view(node, "https://one.example/");
    OAuthSession second = view(node, "https://two.example/");

    List<OAuthToken> tokens = Crowd.all(CROWD, i -> () -> (i % 2 == 0 ? first : second).token());

    assertThat(accessTokens(tokens)).hasSize(2);
    for (int i = 0; i < CROWD; i++) {
      assertThat(tokens.get(i)).isEqualTo((i % 2 == 0 ? first : second).token());
    }
    assertThat(resourcesAskedFor())
        .containsExactlyInAnyOrder("https://one.example/", "https://two.example/");
  }

  @Test
  void twoViewsOfOneGrantShouldGetEachTheirOwnTokenWhenFetchedTogether() {
    Node node = world.node(world.clientCredentials().build());
    OAuthSession first = view(node, "https://one.example/");
    OAuthSession second = view(node, "https://two.example/");
    try (Gate gate = world.server().token().hold()) {
      var one = Crowd.one(first::obtainToken);
      gate.awaitArrivals(1);
      var two = Crowd.one(second::obtainToken);
      gate.awaitArrivals(2);
      gate.release();

      assertThat(Crowd.get(one)).isNotEqualTo(Crowd.get(two));
    }
    assertThat(resourcesAskedFor())
        .containsExactlyInAnyOrder("https://one.example/", "https://two.example/");
  }

  @Test
  void twoViewsOfOneGrantShouldGetEachTheirOwnTokenWhenLookedUpTogether() {
    ClientRegistration registration = world.clientCredentials().build();
    Node obtaining = world.node(registration);
    List<String> resources = List.of("https://one.example/", "https://two.example/");
    List<AccessToken> obtained =
        resources.stream().map(r -> view(obtaining, r).token().accessToken()).toList();
    Node looking = world.node(registration);
    List<CompletableFuture<Optional<OAuthToken>>> looks;
    try (var pause = new Pause()) {
      world.store().beforeStep(pause);
      looks = Crowd.start(2, i -> () -> view(looking, resources.get(i)).current());
      await().until(() -> waitingIn("Tasks", "await") == 2);
    }

    assertThat(looks.stream().map(look -> Crowd.get(look).orElseThrow().accessToken()).toList())
        .isEqualTo(obtained);
    assertThat(world.tokenRequests()).isEqualTo(2);
  }

  @Test
  void twoViewsOfARotatingGrantShouldPresentEachRefreshTokenOnce() {
    Node node =
        world.node(
            world
                .authorizationCode()
                .resources("https://one.example/", "https://two.example/")
                .build());
    node.consent(world.server(), World.ALICE);
    OAuthSession first = node.alice().withAccess(access(node, "https://one.example/"));
    OAuthSession second = node.alice().withAccess(access(node, "https://two.example/"));

    Crowd.all(64, i -> () -> (i % 2 == 0 ? first : second).token());

    assertThat(first.token()).isNotEqualTo(second.token());
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(2);
    assertThat(world.server().ledger().mostPresentations()).isEqualTo(1);
    assertThat(world.server().ledger().familiesRevokedForReuse()).isZero();
  }

  private static OAuthSession view(Node node, String resource) {
    return node.client().session().withAccess(access(node, resource));
  }

  private static AccessRequest access(Node node, String resource) {
    return node.client().registration().access().withResource(URI.create(resource));
  }

  private List<String> resourcesAskedFor() {
    return world.server().token().requests().stream()
        .map(request -> request.form().first("resource").orElse(""))
        .toList();
  }

  private static Set<AccessToken> accessTokens(List<OAuthToken> tokens) {
    var distinct = new HashSet<AccessToken>();
    tokens.forEach(token -> distinct.add(token.accessToken()));
    return distinct;
  }

  /** {@return the number of threads of a crowd that wait in this method of the engine} */
  static long waitingIn(String type, String method) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().startsWith("crowd-"))
        .filter(
            thread ->
                Arrays.stream(thread.getValue())
                    .anyMatch(
                        frame ->
                            frame.getClassName().endsWith("." + type)
                                && frame.getMethodName().equals(method)))
        .count();
  }
}
