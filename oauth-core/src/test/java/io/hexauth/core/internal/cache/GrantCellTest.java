// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.scope.Scopes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory of one process for a grant, step by step; interleavings have a separate test. */
class GrantCellTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final GrantCell cell = Sightings.cell();

  private static GrantRecord.Version version(int seen) {
    return Sightings.known(seen).version();
  }

  @Test
  void cellShouldRememberNothingThatWasSeenBeforeItForgot() {
    cell.forget(28);

    cell.remember(Sightings.known(2));

    assertThat(cell.known()).isEmpty();
    assertThat(cell.isForgotten()).isTrue();
  }

  @Test
  void cellShouldNotForgetLessWhenAnEarlierEndIsHeardOfLate() {
    cell.forget(28);
    cell.forget(15);

    cell.remember(Sightings.known(2)); // seen at 25

    assertThat(cell.known()).isEmpty();
    assertThat(cell.forgottenAfter().test(25)).isTrue();
  }

  @Test
  void cellShouldForgetMoreWhenALaterEndIsHeardOf() {
    cell.forget(15);
    cell.forget(35);

    cell.remember(Sightings.known(3)); // seen at 30

    assertThat(cell.known()).isEmpty();
  }

  @Test
  void cellShouldRememberWhatWasSeenAfterItForgot() {
    cell.forget(28);

    cell.remember(Sightings.known(3));

    assertThat(cell.known()).contains(Sightings.known(3));
    assertThat(cell.isForgotten()).isFalse();
  }

  @Test
  void cellShouldKeepTheNewerCredentialWhateverWasSeenLast() {
    cell.remember(Sightings.known(1));
    cell.remember(Sightings.known(2)); // an older generation, seen later

    assertThat(cell.known()).contains(Sightings.known(1));
  }

  @Test
  void generationShouldBeAnnouncedOnceAndNoOlderOneAfterIt() {
    assertThat(cell.announces(version(1))).isTrue();
    assertThat(cell.announces(version(1))).isFalse();
    assertThat(cell.announces(version(0))).isFalse();
    assertThat(cell.announcesOwn(version(0))).isFalse();
    assertThat(cell.announces(version(3))).isTrue();
  }

  @Test
  void generationOfAnotherGrantShouldBeAnnounced() {
    cell.announces(version(3));

    assertThat(cell.announces(version(4))).isTrue();
  }

  @Test
  void ownGenerationShouldNotBeAnnouncedAfterALaterGrant() {
    cell.announces(version(4)); // of a later grant

    assertThat(cell.announcesOwn(version(3))).isFalse();
    assertThat(cell.announces(version(4))).isFalse();
    assertThat(cell.announces(version(3))).isTrue(); // a restored store has it
  }

  @Test
  void generationThatIsBeingStoredShouldOnlyBeAnnouncedAsItsOwn() {
    cell.storing(version(1));

    assertThat(cell.announces(version(1))).isFalse();
    assertThat(cell.announcesOwn(version(1))).isTrue();
  }

  @Test
  void generationShouldStayTheOneThatIsBeingStoredWhenAnotherOneIsNot() {
    cell.storing(version(1));

    cell.notStoring(version(3));

    assertThat(cell.announces(version(1))).isFalse();
    cell.notStoring(version(1));
    assertThat(cell.announces(version(1))).isTrue();
  }

  /** A session that is kept makes no look-up: its refreshes count as look-ups. */
  @Test
  void viewThatASessionUsesShouldStayWhenOthersComeForWhichThereIsNoRoom() {
    TokenCell used = cell.token(view("used"));
    TokenCell other = cell.token(view("other"));

    cell.used(used);
    cell.token(view("newcomer"));

    assertThat(cell.token(view("used"))).isSameAs(used);
    assertThat(cell.token(view("other"))).isNotSameAs(other);
  }

  private static AccessRequest view(String scope) {
    return AccessRequest.of(Scopes.of(scope));
  }

  @Test
  void firstViewShouldBeTheSameForTwoThreadsThatLookItUpAtOnce() {
    List<FutureTask<TokenCell>> lookUps =
        atOnce(() -> cell.token(view("first")), () -> cell.token(view("first")));

    TokenCell view = cell.token(view("first"));
    assertThat(lookUps)
        .allSatisfy(
            lookUp ->
                assertThat(lookUp)
                    .succeedsWithin(PATIENCE)
                    .satisfies(v -> assertThat(v).isSameAs(view)));
  }

  /**
   * Runs both calls so that both threads have found nothing before one of them creates the value.
   */
  private <T> List<FutureTask<T>> atOnce(Callable<T> one, Callable<T> other) {
    List<FutureTask<T>> both = List.of(new FutureTask<>(one), new FutureTask<>(other));
    ReentrantLock writing = cell.writing();
    writing.lock();
    try {
      both.forEach(task -> new Thread(task, "at once").start());
      await().until(() -> writing.getQueueLength() == 2);
    } finally {
      writing.unlock();
    }
    return both;
  }

  /** Includes times at which the clock of the process overflows. */
  @ParameterizedTest
  @ValueSource(longs = {10, Long.MAX_VALUE})
  void cellShouldRememberWhenTheSameCredentialWasSeenLast(long time) {
    CachedGrant first = seen(Sightings.known(0), time);
    CachedGrant later = seen(first, first.moment().nanoTime() + 1);
    cell.remember(first);

    cell.remember(later);
    cell.remember(seen(first, first.moment().nanoTime()));

    assertThat(cell.known()).contains(later);
  }

  private static CachedGrant seen(CachedGrant grant, long time) {
    return new CachedGrant(
        grant.version(), grant.document(), new ClockReading(grant.moment().store(), time));
  }

  /** Includes times at which the clock of the process overflows. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1_000, Long.MAX_VALUE, Long.MIN_VALUE})
  void onlyWhatWasSeenBeforeTheCellForgotShouldBeForgotten(long end) {
    cell.forget(end);

    assertThat(cell.forgottenAfter().test(end - 1)).isTrue();
    assertThat(cell.forgottenAfter().test(end)).isFalse();
    assertThat(cell.forgottenAfter().test(end + 1)).isFalse();
  }

  @ParameterizedTest(name = "the clock of the process says {0} s, that of the store {1} s")
  @CsvSource({"5, 3, 5", "3, 5, 5", "0, 5, 5", "5, -5, 5"})
  void unconfirmedShouldBeTheTimeOfTheClockThatSaysMore(long counted, long atStore, long expected) {
    CachedGrant known = Sightings.known(0);
    var now =
        new ClockReading(
            known.moment().store().plusSeconds(atStore),
            known.moment().nanoTime() + Duration.ofSeconds(counted).toNanos());

    assertThat(known.asRemembered(now).unconfirmed()).isEqualTo(Duration.ofSeconds(expected));
  }

  /** A clock of the store that was set back does not make an expired token usable again. */
  @ParameterizedTest(name = "after {0} s, which the store counts as {1} s")
  @CsvSource({"9, 9, true", "10, 10, false", "10, 0, false", "10, -5, false"})
  void rememberedGrantShouldBeOfUseUntilItsTokenHasEnded(
      long counted, long atStore, boolean useful) {
    CachedGrant known = Sightings.usefulFor(0, Duration.ofSeconds(10));
    var now =
        new ClockReading(
            known.moment().store().plusSeconds(atStore),
            known.moment().nanoTime() + Duration.ofSeconds(counted).toNanos());

    assertThat(known.asRemembered(now).useful()).isEqualTo(useful);
  }
}
