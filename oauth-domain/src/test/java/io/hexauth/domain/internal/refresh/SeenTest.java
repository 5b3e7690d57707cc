// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import static io.hexauth.domain.internal.lifecycle.Grants.HOLD;
import static io.hexauth.domain.internal.lifecycle.Grants.ID;
import static io.hexauth.domain.internal.lifecycle.Grants.NOW;
import static io.hexauth.domain.internal.lifecycle.Grants.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.internal.refresh.GrantView.Remembered;
import io.hexauth.domain.internal.refresh.RefreshStep.Adopt;
import io.hexauth.domain.internal.refresh.RefreshStep.BackOff;
import io.hexauth.domain.internal.refresh.RefreshStep.NeedUser;
import io.hexauth.domain.internal.refresh.RefreshStep.Rest;
import io.hexauth.domain.internal.refresh.RefreshStep.Settle;
import io.hexauth.domain.internal.refresh.RefreshStep.TakeLease;
import io.hexauth.domain.internal.refresh.RefreshStep.WriteBack;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.RotationPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R2 and R3: the next step after each read of the record. */
class SeenTest {

  private static final Duration LEASE = Duration.ofSeconds(20);
  private static final Duration RETENTION = Duration.ofHours(24);

  private static Refresh refresh(boolean selfObtainable) {
    return new Refresh(
        new RefreshRules(
            LEASE,
            HOLD,
            Duration.ofSeconds(8),
            RETENTION,
            new RotationPolicy.Strict(),
            selfObtainable));
  }

  private static Optional<Instant> seconds(String offset) {
    return Optional.ofNullable(offset).map(text -> NOW.plus(Duration.parse(text)));
  }

  private static GrantView sight(GrantRecord record, boolean met, boolean refreshable) {
    return new GrantView(Optional.of(record), met, refreshable, Optional.empty(), NOW);
  }

  private static Remembered remembered(GrantId id, long generation) {
    return new Remembered(new GrantRecord.Version(id, generation), Duration.ofSeconds(1), true);
  }

  @DisplayName("R2: what was not granted is not asked for, and costs no lease")
  @Test
  void seenShouldNeedTheUserWhenTheGrantDoesNotCoverTheView() {
    var record = record(GrantState.IDLE, Optional.empty(), Optional.empty());
    var sight = new GrantView(Optional.of(record), false, true, false, Optional.empty(), NOW);

    assertThat(refresh(false).seen(sight))
        .isEqualTo(new NeedUser(Reason.NOT_GRANTED, Optional.empty(), false));
    assertThat(refresh(true).seen(sight)).isInstanceOf(TakeLease.class);
  }

  @DisplayName("R2, R3: every state, with and without a token that will do")
  @ParameterizedTest(name = "{0} lease {1} notBefore {2} refreshable {3} met {4}: {5}")
  @CsvSource({
    // state, lease, not before, refreshable, met, step
    "IDLE,      ,          ,       true,  false, TakeLease",
    "IDLE,      ,          ,       true,  true,  Adopt",
    "IDLE,      ,          ,       false, false, NeedUser",
    "IDLE,      ,          ,       false, true,  Adopt",
    "IDLE,      PT1S,      ,       true,  false, Rest",
    "IDLE,      PT0.001S,  ,       true,  false, Rest",
    "IDLE,      PT0S,      ,       true,  false, TakeLease",
    "IDLE,      PT-1S,     ,       true,  false, TakeLease",
    "IDLE,      ,          PT1S,   true,  false, BackOff",
    "IDLE,      ,          PT1S,   true,  true,  Adopt",
    "IDLE,      ,          PT0S,   true,  false, TakeLease",
    "IDLE,      ,          PT-1S,  true,  false, TakeLease",
    "INTENT,    PT1S,      ,       true,  false, Rest",
    "INTENT,    PT1S,      ,       true,  true,  Adopt",
    "INTENT,    PT0S,      ,       true,  false, BackOff",
    "INTENT,    PT-29S,    ,       true,  false, BackOff",
    "INTENT,    PT-30S,    ,       true,  false, BackOff",
    "INTENT,    PT-30.001S,,       true,  false, TakeLease",
    "INTENT,    PT-31S,    PT1S,   true,  false, BackOff",
    "INTENT,    PT50S,     ,       true,  false, Rest",
    "INTENT,    PT50.001S, ,       true,  false, Settle",
    "DEAD,      ,          ,       true,  false, NeedUser",
    "DEAD,      PT-31S,    ,       true,  false, NeedUser",
    "DEAD,      ,          ,       true,  true,  NeedUser",
    "TOMBSTONE, ,          ,       true,  false, NeedUser",
    "TOMBSTONE, ,          ,       true,  true,  NeedUser"
  })
  void stepShouldFollowTheRecord(
      GrantState state,
      String lease,
      String notBefore,
      boolean refreshable,
      boolean met,
      String step) {
    var record = record(state, seconds(lease), seconds(notBefore));
    assertThat(refresh(false).seen(sight(record, met, refreshable)).getClass().getSimpleName())
        .isEqualTo(step);
  }

  @DisplayName("R3: what a step calls leasable is what the record calls leasable")
  @ParameterizedTest
  @CsvSource({
    "IDLE, , , true",
    "IDLE, PT1S, , false",
    "IDLE, PT0S, , true",
    "IDLE, , PT1S, false",
    "IDLE, , PT0S, true",
    "INTENT, PT1S, , false",
    "INTENT, PT-30S, , false",
    "INTENT, PT-31S, , true",
    "INTENT, PT-31S, PT1S, false",
    "DEAD, , , false",
    "TOMBSTONE, , , false"
  })
  void recordShouldBeLeasable(GrantState state, String lease, String notBefore, boolean leasable) {
    assertThat(record(state, seconds(lease), seconds(notBefore)).isLeasable(NOW, HOLD))
        .isEqualTo(leasable);
  }

  @Test
  void absentGrantShouldBeCreatedOrNeedTheUser() {
    var nothing = new GrantView(Optional.empty(), false, false, Optional.empty(), NOW);
    assertThat(refresh(true).seen(nothing)).isEqualTo(new TakeLease(Optional.empty()));
    assertThat(refresh(false).seen(nothing))
        .isEqualTo(new NeedUser(Reason.NO_GRANT, Optional.empty(), false));
  }

  @Test
  void grantWithoutRefreshTokenShouldBeFetchedAgainWhenTheClientCan() {
    var record = record(GrantState.IDLE, Optional.empty(), Optional.empty());
    assertThat(refresh(true).seen(sight(record, false, false)))
        .isEqualTo(new TakeLease(Optional.of(record.version())));
    assertThat(refresh(false).seen(sight(record, false, false)))
        .isEqualTo(new NeedUser(Reason.NO_REFRESH_TOKEN, Optional.empty(), false));
  }

  @Test
  void reasonsShouldTellWhyTheUserIsNeeded() {
    var dead = record(GrantState.DEAD, Optional.empty(), Optional.of(NOW.minusSeconds(1)));
    assertThat(refresh(false).seen(sight(dead, false, true)))
        .isEqualTo(
            new NeedUser(Reason.GRANT_REFUSED, Optional.of(OAuthErrorCode.INVALID_CLIENT), false));
    var revoked = record(GrantState.TOMBSTONE, Optional.empty(), Optional.empty());
    assertThat(refresh(true).seen(sight(revoked, true, true)))
        .isEqualTo(new NeedUser(Reason.REVOKED, Optional.empty(), true));
  }

  @Test
  void backOffShouldSayHowLongAndWhy() {
    var record = record(GrantState.IDLE, Optional.empty(), Optional.of(NOW.plusSeconds(7)));
    assertThat(refresh(true).seen(sight(record, false, true)))
        .isEqualTo(new BackOff(Duration.ofSeconds(7), Optional.of(OAuthErrorCode.INVALID_CLIENT)));
  }

  @DisplayName("R2, R7: the status after refusals without an OAuth error does not depend on time")
  @ParameterizedTest
  @CsvSource({
    // lease, not before
    "PT1S,       ", // a further request is under way
    "PT0S,       ",
    "PT-1S,      PT1S",
    "PT-30.001S, ",
    "PT-720H,    PT-719H"
  })
  void userShouldBeNeededFromTheSecondRefusalWithoutAnErrorOn(String lease, String notBefore) {
    var record = record(GrantState.INTENT, seconds(lease), seconds(notBefore));
    GrantRecord once = refused(record);
    GrantRecord twice = refused(once);

    assertThat(refresh(false).needsUser(sight(record, false, true))).isEmpty();
    assertThat(refresh(false).needsUser(sight(once, false, true))).isEmpty();
    assertThat(refresh(false).needsUser(sight(twice, false, true)))
        .contains(Reason.REFUSED_WITHOUT_ERROR);
    assertThat(refresh(false).needsUser(sight(refused(twice), false, true)))
        .contains(Reason.REFUSED_WITHOUT_ERROR);
    assertThat(refresh(false).needsUser(sight(twice, true, true))).as("token is valid").isEmpty();
    assertThat(refresh(true).needsUser(sight(twice, false, true))).as("without user").isEmpty();
    assertThat(refresh(false).needsUser(sight(twice, false, false)))
        .contains(Reason.NO_REFRESH_TOKEN);
    var newer = new GrantView(Optional.of(twice), false, true, Optional.of(remembered(ID, 2)), NOW);
    assertThat(refresh(false).needsUser(newer)).as("newer token in memory").isEmpty();
  }

  private static GrantRecord refused(GrantRecord record) {
    return record.toBuilder()
        .errorCode(FailureRecord.refusedWithoutError(record, Duration.ZERO).errorCode())
        .build();
  }

  @DisplayName("R2, S4: what the store has lost is given back, unless a node holds the lease")
  @ParameterizedTest
  @CsvSource({
    "IDLE,      ,      2, WriteBack",
    "IDLE,      ,      1, Adopt",
    "INTENT,    PT-1S, 2, WriteBack",
    "INTENT,    PT1S,  2, Rest",
    "DEAD,      ,      2, WriteBack",
    "TOMBSTONE, ,      2, NeedUser"
  })
  void olderRecordShouldBeRepaired(
      GrantState state, String lease, long generation, String expected) {
    var record = record(state, seconds(lease), Optional.empty());
    var sight =
        new GrantView(
            Optional.of(record), true, true, Optional.of(remembered(ID, generation)), NOW);
    RefreshStep step = refresh(false).seen(sight);
    assertThat(step.getClass().getSimpleName()).isEqualTo(expected);
    assertThat(refresh(false).glanced(sight)).isEqualTo(step);
    if (step instanceof WriteBack writeBack) {
      assertThat(writeBack.replaced()).contains(record);
    }
  }

  @DisplayName("R2: of two grants the later one wins, wherever it is")
  @Test
  void laterGrantShouldWin() {
    var record = record(GrantState.IDLE, Optional.empty(), Optional.empty());
    var later = remembered(new GrantId("1" + "0".repeat(31)), 1);
    var sight = new GrantView(Optional.of(record), true, true, Optional.of(later), NOW);
    assertThat(refresh(false).seen(sight)).isInstanceOf(WriteBack.class);
    var earlier = new GrantRecord.Version(ID, 9);
    assertThat(earlier.isNewerThan(later.version())).isFalse();
    assertThat(later.version().isNewerThan(earlier)).isTrue();
  }

  @DisplayName("R2: what may have been revoked and forgotten is not given back")
  @ParameterizedTest
  @CsvSource({
    "PT23H59M59.999S, true,  WriteBack",
    "PT24H,           true,  NeedUser",
    "PT1S,            false, NeedUser"
  })
  void absentRecordShouldBeRepairedOnlyWhileATombstoneWouldBeThere(
      Duration unconfirmed, boolean useful, String expected) {
    var remembered = new Remembered(new GrantRecord.Version(ID, 3), unconfirmed, useful);
    var sight = new GrantView(Optional.empty(), false, false, Optional.of(remembered), NOW);
    RefreshStep step = refresh(false).seen(sight);
    assertThat(step.getClass().getSimpleName()).isEqualTo(expected);
    assertThat(refresh(false).glanced(sight)).isEqualTo(step);
    if (step instanceof NeedUser needUser) {
      assertThat(needUser.forget()).isTrue();
    }
  }

  @DisplayName("C2: a lease that no node can hold is cut under its epoch, then waited for")
  @Test
  void leaseOfAClockThatWasSetBackShouldBeCut() {
    var record = record(GrantState.INTENT, seconds("PT1H"), Optional.empty());
    var step = (Settle) refresh(false).seen(sight(record, false, true));
    assertThat(step.observed()).isEqualTo(record);
    assertThat(step.failure())
        .isEqualTo(new FailureRecord(GrantState.INTENT, 1, LEASE.plus(HOLD), Optional.empty()));
    assertThat(refresh(false).settled(step, true)).isInstanceOf(RefreshStep.Look.class);
    assertThat(refresh(false).settled(step, false)).isEqualTo(new Rest());
    assertThat(refresh(false).settleUnknown(step)).isEqualTo(new RefreshStep.StoreGone());
  }

  @Test
  void glanceShouldUseWhateverIsThere() {
    var record = record(GrantState.DEAD, Optional.empty(), Optional.empty());
    assertThat(refresh(false).glanced(sight(record, false, false))).isEqualTo(new Adopt());
    var nothing = new GrantView(Optional.empty(), false, false, Optional.empty(), NOW);
    assertThat(refresh(true).glanced(nothing))
        .isEqualTo(new NeedUser(Reason.NO_GRANT, Optional.empty(), false));
  }

  @DisplayName("R3: nothing can happen before the hold is over, and callers are told so")
  @ParameterizedTest
  @CsvSource({
    // lease, not before, delay
    "PT0S,   ,       PT30.001S",
    "PT-1S,  ,       PT29.001S",
    "PT-30S, ,       PT0.001S",
    "PT-1S,  PT0S,   PT29.001S",
    "PT-1S,  PT1S,   PT1S",
    "PT-1S,  PT0.5S, PT0.5S",
    ",       PT1H,   PT1H"
  })
  void backOffOfAnIntentShouldLastUntilItMayBePresentedAgain(
      String lease, String notBefore, Duration delay) {
    var record = record(GrantState.INTENT, seconds(lease), seconds(notBefore));
    assertThat(refresh(false).seen(sight(record, false, true)))
        .isInstanceOfSatisfying(BackOff.class, step -> assertThat(step.delay()).isEqualTo(delay));
  }
}
