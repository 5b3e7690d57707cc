// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.error.OAuthError;
import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.scope.Scopes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One token in memory, step by step; interleavings have a separate test. */
class TokenCellTest {

  private static final AccessRequest VIEW = AccessRequest.of(Scopes.of("view"));

  private final TokenCell cell = Sightings.cell().token(Sightings.ACCESS);

  @Test
  void cellShouldKeepTheLaterGenerationWhateverWasSeenLast() {
    cell.learn(Sightings.snapshot(1));
    cell.learn(Sightings.snapshot(2)); // the previous generation, read later

    assertThat(cell.snapshot()).isEqualTo(Sightings.snapshot(1));
  }

  @Test
  void cellShouldKeepTheGrantThatWasSeenLast() {
    cell.learn(Sightings.snapshot(4));
    cell.learn(Sightings.snapshot(3)); // of the previous grant, read earlier

    assertThat(cell.snapshot()).isEqualTo(Sightings.snapshot(4));
  }

  @Test
  void cellShouldNotLearnWhatWasSeenBeforeItsGrantEnded() {
    cell.grant().forget(28);

    cell.learn(Sightings.snapshot(2));

    assertThat(cell.snapshot()).isNull();
  }

  @Test
  void cellThatItsGrantDoesNotKnowAnyMoreShouldLearnWhatWasSeenAfterTheGrantEnded() {
    var evicted = new TokenCell(cell.grant(), Sightings.ACCESS);
    evicted.learn(Sightings.snapshot(1));
    evicted.grant().forget(22);

    evicted.learn(Sightings.snapshot(2)); // the previous generation, read later

    assertThat(evicted.snapshot()).isEqualTo(Sightings.snapshot(2));
  }

  @Test
  void cellThatItsGrantDoesNotKnowAnyMoreShouldDropWhatWasSeenBeforeTheGrantEnded() {
    var evicted = new TokenCell(cell.grant(), Sightings.ACCESS);
    evicted.learn(Sightings.snapshot(1));
    evicted.grant().forget(22);

    evicted.learn(Sightings.snapshot(0));

    assertThat(evicted.snapshot()).isNull();
  }

  @Test
  void cellShouldKeepWhatWasSeenAfterAnEndThatIsHeardOfLate() {
    cell.learn(Sightings.snapshot(4));

    cell.revoked(35);

    assertThat(cell.snapshot()).isEqualTo(Sightings.snapshot(4));
  }

  @Test
  void cellShouldNotLearnATokenOfTheGrantBeforeWhenItComesLate() {
    cell.learn(Sightings.snapshot(1));
    cell.grant().remember(Sightings.useful(4));

    cell.learn(Sightings.snapshot(3)); // of the previous grant

    assertThat(cell.snapshot()).isNull();
  }

  @Test
  void cellShouldNotLearnATokenOfTheGrantBeforeWhenAnotherFollowsWhileItWaitsForItsTurn() {
    ReentrantLock writing = cell.grant().writing();
    var late = new FutureTask<>(() -> cell.learn(Sightings.snapshot(3)));
    writing.lock();
    try {
      new Thread(late, "late").start();
      await().until(writing::hasQueuedThreads);
      cell.grant().remember(Sightings.useful(4));
    } finally {
      writing.unlock();
    }

    assertThat(late).succeedsWithin(Duration.ofSeconds(20));
    assertThat(cell.snapshot()).isNull();
  }

  @Test
  void cellShouldLearnATokenOfTheGrantBeforeWhenTheLaterOneIsOfNoUse() {
    cell.grant().remember(Sightings.known(4));

    cell.learn(Sightings.snapshot(3)); // for example from a store that was restored

    assertThat(cell.snapshot()).isEqualTo(Sightings.snapshot(3));
  }

  /** For example the token of a view: each refresh of another view starts a new generation. */
  @Test
  void cellShouldLearnATokenOfAnEarlierGenerationOfTheSameGrant() {
    cell.grant().remember(Sightings.useful(3));

    cell.learn(Sightings.snapshot(1));

    assertThat(cell.snapshot()).isEqualTo(Sightings.snapshot(1));
  }

  @Test
  void cellShouldLearnATokenOfALaterGrantThanTheOneThatIsRemembered() {
    cell.grant().remember(Sightings.useful(3));

    cell.learn(Sightings.snapshot(4));

    assertThat(cell.snapshot()).isEqualTo(Sightings.snapshot(4));
  }

  @ParameterizedTest(name = "after {0} s")
  @CsvSource({"9, false", "10, true"})
  void cellShouldLearnATokenOfTheGrantBeforeOnceTheLaterOneHasEnded(long seconds, boolean learned) {
    cell.grant().remember(Sightings.usefulFor(4, Duration.ofSeconds(10)));
    Snapshot some = Sightings.snapshot(3);
    Snapshot seen = some.refused(40 + Duration.ofSeconds(seconds).toNanos());

    cell.learn(seen);

    assertThat(cell.snapshot()).isEqualTo(learned ? seen : null);
  }

  @Test
  void droppingTheTokenOfTheGrantBeforeShouldLeaveOneThatIsLearnedMeanwhile() {
    cell.learn(Sightings.snapshot(1));
    ReentrantLock writing = cell.grant().writing();
    var dropped =
        new FutureTask<>(() -> cell.replacedBy(Sightings.snapshot(4).version()), "dropped");
    writing.lock();
    try {
      new Thread(dropped, "drops").start();
      await().until(writing::hasQueuedThreads);
      cell.learn(Sightings.snapshot(4));
    } finally {
      writing.unlock();
    }

    assertThat(dropped).succeedsWithin(Duration.ofSeconds(20));
    assertThat(cell.snapshot()).isEqualTo(Sightings.snapshot(4));
  }

  @Test
  void tokenShouldNotBeLeftAloneBeyondItsEnd() {
    Snapshot seen = Sightings.snapshot(0); // expires at 210
    cell.learn(seen);

    cell.leaveAlone(seen, 205, 1_000);

    Snapshot leftAlone = cell.snapshot();
    assertThat(leftAlone).isNotNull();
    assertThat(leftAlone.isFresh(209)).isTrue();
    assertThat(leftAlone.isFresh(210)).isFalse();
  }

  @Test
  void newerTokenShouldStayWhenTheOneBeforeIsToBeLeftAlone() {
    cell.learn(Sightings.snapshot(1));

    cell.leaveAlone(Sightings.snapshot(0), 30, 1_000);

    assertThat(cell.snapshot()).isEqualTo(Sightings.snapshot(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000_000_000, Long.MAX_VALUE - 5, Long.MIN_VALUE})
  void refusalShouldBeRememberedForTenSeconds(long now) {
    long last = now + 9_999_999_999L;
    cell.refused(refusal("invalid_scope"), Sightings.snapshot(0).version(), now);

    assertThat(cell.refusal(now)).isPresent();
    assertThat(cell.refusal(last)).isPresent();
    assertThat(cell.refusal(last + 1)).isEmpty();
    assertThat(cell.refusal(now)).as("the time that is left").get().satisfies(this::isTenSeconds);
  }

  private void isTenSeconds(OAuthException remembered) {
    assertThat(remembered)
        .isInstanceOfSatisfying(
            TokenRequestRejectedException.class,
            e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(10)));
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_scope, true",
    "invalid_target, true",
    "invalid_grant, false",
    "invalid_client, false",
    "unauthorized_client, false"
  })
  void onlyARefusalOfTheAccessShouldBeRemembered(String code, boolean remembered) {
    cell.failed(refusal(code), Sightings.snapshot(0).version(), 0);

    assertThat(cell.refusal(1).isPresent()).isEqualTo(remembered);
  }

  @Test
  void refusalShouldBeForgottenWhenAnotherGrantFollows() {
    cell.refused(refusal("invalid_scope"), Sightings.snapshot(0).version(), 35);

    cell.grant().remember(Sightings.useful(4));

    assertThat(cell.refusal(41)).isEmpty();
  }

  @Test
  void refusalShouldBeRememberedWhenAnotherGenerationOfTheSameGrantFollows() {
    cell.refused(refusal("invalid_scope"), Sightings.snapshot(0).version(), 15);

    cell.grant().remember(Sightings.useful(3));

    assertThat(cell.refusal(41)).isPresent();
  }

  private static TokenRequestRejectedException refusal(String code) {
    return new TokenRequestRejectedException(
        new ClientRegistrationId("acme"), 400, OAuthError.of(new OAuthErrorCode(code)));
  }

  @Test
  void tokensUpToTheRefusedGenerationShouldNotBeHandedOut() {
    cell.learn(Sightings.snapshot(1)); // generation 2

    cell.grantRefused(Sightings.snapshot(0).version(), 50);
    assertThat(cell.snapshot()).as("of a later generation").isEqualTo(Sightings.snapshot(1));
    cell.grantRefused(new GrantRecord.Version(Sightings.snapshot(4).grantId(), 9), 50);
    assertThat(cell.snapshot()).as("of another grant").isEqualTo(Sightings.snapshot(1));

    cell.grantRefused(Sightings.snapshot(1).version(), 50);
    Snapshot refused = cell.snapshot();
    assertThat(refused).isNotNull();
    assertThat(refused.isFresh(50)).isFalse();
    assertThat(refused.isExpired(50)).isTrue();
    assertThat(refused.isExpired(49)).isFalse();
  }

  @Test
  void tokensOfEveryViewShouldNotBeHandedOutWhenTheirGrantIsRefused() {
    TokenCell view = cell.grant().token(VIEW);
    view.learn(Sightings.snapshot(1));
    cell.learn(Sightings.snapshot(1));

    cell.grant().grantRefused(Sightings.snapshot(1).version(), 50);

    for (TokenCell token : List.of(cell, view)) {
      assertThat(token.snapshot()).isNotNull().matches(refused -> refused.isExpired(50));
    }
  }

  @Test
  void tokensOfEveryViewShouldBeDroppedWhenAnotherGrantFollows() {
    TokenCell view = cell.grant().token(VIEW);
    view.learn(Sightings.snapshot(1));
    cell.learn(Sightings.snapshot(1));

    cell.grant().remember(Sightings.useful(4));

    assertThat(view.snapshot()).isNull();
    assertThat(cell.snapshot()).isNull();
  }

  @Test
  void tokensOfEveryViewShouldBeForgottenWithTheirGrantUpToThatTime() {
    TokenCell view = cell.grant().token(VIEW);
    view.learn(Sightings.snapshot(1)); // seen at 20
    cell.learn(Sightings.snapshot(1));

    cell.grant().forget(19);
    assertThat(view.snapshot()).isNotNull();
    assertThat(cell.snapshot()).isNotNull();

    cell.grant().forget(20);
    assertThat(view.snapshot()).isNull();
    assertThat(cell.snapshot()).isNull();
  }

  @Test
  void tokenOfTheSameGenerationShouldBeKeptAsItWasConfirmedLast() {
    Snapshot seen = Sightings.snapshot(0);
    Snapshot confirmed = seen.refused(seen.confirmed());
    cell.learn(seen);

    cell.learn(confirmed);
    assertThat(cell.snapshot()).as("at the same time").isSameAs(confirmed);

    cell.learn(seen.refused(seen.confirmed() - 1));
    assertThat(cell.snapshot()).as("before").isSameAs(confirmed);
  }

  @Test
  void tokenShouldBeFreshUntilItIsToBeLookedAtAgainAndExpiredFromItsEndOn() {
    Snapshot token = Sightings.snapshot(0); // valid from 10; read again and due at 110, end at 210

    assertThat(token.isFresh(109)).isTrue();
    assertThat(token.isFresh(110)).isFalse();
    assertThat(token.isDue(109)).isFalse();
    assertThat(token.isDue(110)).isTrue();
    assertThat(token.isExpired(209)).isFalse();
    assertThat(token.isExpired(210)).isTrue();
  }
}
