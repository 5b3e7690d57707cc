// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.testkit.http.Reply;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Life of a token, from fresh to due to expired, on a clock that the test moves. */
class LifecycleTest {

  private static final Duration TICK = Duration.ofNanos(1);

  /**
   * Time for which a token of one hour is certainly fresh: it is due a tenth of its lifetime before
   * its end, and up to a fifth of that earlier, because of jitter.
   */
  private static final Duration SURELY_FRESH = Duration.ofSeconds(3600 - 360 - 72).minus(TICK);

  private static final Duration SURELY_DUE = Duration.ofMinutes(54);

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void tokenShouldAskNeitherStoreNorServerWhenItIsFresh() {
    Node node = world.node(world.clientCredentials().build());
    OAuthToken first = node.client().token();
    world.clock().advance(SURELY_FRESH);

    assertThat(node.client().token()).isEqualTo(first);

    node.close();
    assertThat(world.tokenRequests()).isEqualTo(1);
  }

  @Test
  void tokenShouldBeRenewedInTheBackgroundWhenItIsDue() {
    Node node = world.node(world.clientCredentials().build());
    OAuthToken first = node.client().token();
    world.clock().advance(SURELY_DUE);

    assertThat(node.client().token()).isEqualTo(first);

    await().until(() -> !node.client().token().equals(first));
    assertThat(world.tokenRequests()).isEqualTo(2);
  }

  @Test
  void tokenShouldBeRenewedFirstWhenItsClockSkewHasBegun() {
    Node node = world.node(world.clientCredentials().clockSkew(Duration.ofSeconds(30)).build());
    OAuthToken first = node.client().token();
    world.server().token().always(Reply.busy(503, "0"));
    world.clock().advance(Duration.ofSeconds(3570).minus(TICK));
    assertThat(node.client().token()).isEqualTo(first);
    assertThat(node.client().session().isTokenExpired()).isFalse();
    world.server().token().awaitRequests(2);
    await().until(() -> world.store().record().lease().isEmpty());
    world.server().token().behave();

    world.clock().advance(TICK);

    assertThat(node.client().session().isTokenExpired()).isTrue();
    world.clock().advance(Duration.ofSeconds(2));
    assertThat(node.client().token()).isNotEqualTo(first);
  }

  @Test
  void tokenShouldLastWhenTheServerDoesNotSayHowLong() {
    world.server().issue(how -> how.withoutLifetime());
    Node node = world.node(world.clientCredentials().build());
    OAuthToken first = node.client().token();
    world.clock().advance(Duration.ofDays(3650));

    assertThat(node.client().token()).isEqualTo(first);
    assertThat(node.client().session().isTokenExpired()).isFalse();
    assertThat(first.expiresAt()).isEmpty();
    node.close();
    assertThat(world.tokenRequests()).isEqualTo(1);
  }

  @Test
  void tokenShouldLastAsRegisteredWhenTheServerDoesNotSayHowLong() {
    world.server().issue(how -> how.withoutLifetime());
    Node node =
        world.node(world.clientCredentials().defaultTokenLifetime(Duration.ofMinutes(10)).build());
    OAuthToken first = node.client().token();
    world.clock().advance(Duration.ofSeconds(595));

    assertThat(node.client().session().isTokenExpired()).isTrue();
    assertThat(node.client().token()).isNotEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "\"0\""})
  void tokenShouldBeFetchedOnceInTenSecondsWhenItSaysThatItHasNoLife(String expiresIn) {
    world.server().issue(how -> how.withMember("expires_in", expiresIn));
    Node node = world.node(world.clientCredentials().build());
    OAuthToken first = node.client().token();
    for (int tenth = 1; tenth < 100; tenth++) {
      world.clock().advance(Duration.ofMillis(100));
      assertThat(node.client().token()).isEqualTo(first);
    }
    world.clock().advance(Duration.ofMillis(100));

    assertThat(node.client().token()).isNotEqualTo(first);

    node.close();
    assertThat(world.tokenRequests()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-1H", "P-3650D"})
  void tokenInMemoryShouldStayAsItIsWhenTheWallClockIsSetBack(Duration distance) {
    Node node = world.node(world.clientCredentials().build());
    OAuthToken first = node.client().token();

    world.clock().jump(distance);

    assertThat(node.client().token()).isEqualTo(first);
    // After this time, memory reads the store again.
    world.clock().advance(Duration.ofSeconds(31));
    int finds = world.store().finds();
    assertThat(node.client().token().accessToken()).isEqualTo(first.accessToken());
    await().until(() -> world.store().finds() > finds);
    world.clock().advance(Duration.ofSeconds(3595 - 31).minus(TICK));
    assertThat(node.client().session().isTokenExpired()).isFalse();
    world.clock().advance(TICK);
    assertThat(node.client().session().isTokenExpired()).isTrue();
    assertThat(world.tokenRequests()).isEqualTo(1);
  }

  @Test
  void oldTokenShouldBeUsedOnAndTheServerLeftAloneWhenABackgroundRefreshFails() {
    Node node = world.node(world.authorizationCode().build());
    OAuthToken first = node.consent(world.server(), World.ALICE);
    world.server().token().always(Reply.busy(503, "20"));
    world.clock().advance(SURELY_DUE);
    assertThat(node.alice().token()).isEqualTo(first);
    world.server().token().awaitRequests(2);
    await().until(() -> world.store().record().notBefore().isPresent());

    for (int second = 0; second < 19; second++) {
      world.clock().advance(Duration.ofSeconds(1));
      int sights = world.store().finds();
      assertThat(node.alice().token()).isEqualTo(first);
      await().until(() -> world.store().finds() > sights);
    }
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(1);

    world.clock().advance(Duration.ofSeconds(1));
    world.server().token().behave();
    await().until(() -> !node.alice().token().equals(first));
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(2);
    assertThat(world.server().ledger().familiesRevokedForReuse()).isZero();
  }

  @Test
  void callersShouldBeToldHowLongToWaitWhenTheServerSaysSo() {
    Node node = world.node(world.clientCredentials().build());
    world.server().token().next(Reply.busy(429, "30"));

    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(node.client()::token)
          .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(30)))
          .satisfies(e -> assertThat(e.isRetryable()).isTrue());
    }
    assertThat(world.tokenRequests()).isEqualTo(1);

    world.clock().advance(Duration.ofSeconds(30));
    assertThat(node.client().token()).isNotNull();
  }
}
