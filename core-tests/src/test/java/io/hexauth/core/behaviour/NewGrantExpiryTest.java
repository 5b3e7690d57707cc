// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.testkit.http.Gate;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * However much time a server or a store takes, no new grant is stored with an expiry after its real
 * end.
 */
class NewGrantExpiryTest {

  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final Duration SLOW = Duration.ofSeconds(10);

  private final World world = new World();
  private final Instant start = world.clock().instant();
  private final Node user = world.node(world.authorizationCode().build());
  private final Node own = world.node(world.clientCredentials().build());

  @AfterEach
  void close() {
    world.close();
  }

  /** A way in which a new grant is obtained. */
  @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
  enum NewGrant {
    EXCHANGED((test, token) -> test.user.consent(test.world.server(), World.ALICE)),
    FETCHED((test, token) -> test.own.client().session().obtainToken()),
    ADOPTED((test, token) -> test.user.alice().importToken(token, ImportMode.IF_ABSENT)),
    REPLACED((test, token) -> test.user.alice().importToken(token, ImportMode.REPLACE));

    final BiFunction<NewGrantExpiryTest, OAuthToken, OAuthToken> way;

    NewGrant(BiFunction<NewGrantExpiryTest, OAuthToken, OAuthToken> way) {
      this.way = way;
    }
  }

  private OAuthToken obtained(NewGrant grant) {
    return grant.way.apply(
        this, OAuthToken.builder("handed-in").expiresAt(start.plus(LIFETIME)).build());
  }

  private Instant storedEnd() {
    return world.store().record().accessExpiresAt().orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"EXCHANGED", "FETCHED"})
  void lifetimeShouldCountFromBeforeTheRequest(NewGrant grant) {
    CompletableFuture<OAuthToken> waiting;
    try (Gate gate = world.server().token().holdAnswers()) {
      waiting = Crowd.one(() -> obtained(grant));
      gate.awaitArrivals(1);
      world.clock().advance(SLOW);
    }

    assertThat(Crowd.get(waiting).expiresAt()).contains(start.plus(LIFETIME));
    assertThat(storedEnd()).isEqualTo(start.plus(LIFETIME));
  }

  /** The store reads its clock when it answers, and a code is sent only after the first answer. */
  @ParameterizedTest
  @EnumSource
  void lifetimeShouldNotGrowWithTheTimeThatTheStoreTakes(NewGrant grant) {
    world.store().beforeStep(() -> world.clock().advance(SLOW));
    Instant sent = grant == NewGrant.EXCHANGED ? start.plus(SLOW) : start;

    obtained(grant);

    assertThat(storedEnd()).isEqualTo(sent.plus(LIFETIME));
  }
}
