// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.internal.lifecycle.Grants;
import io.hexauth.domain.internal.refresh.GrantTransitions.Done;
import io.hexauth.domain.internal.refresh.GrantTransitions.Refused;
import io.hexauth.domain.internal.refresh.GrantTransitions.Transition;
import io.hexauth.domain.internal.refresh.GrantTransitions.Write;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantRecord.Version;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.lifecycle.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Result of each write for each possible record. */
class GrantTransitionsTest {

  private static final Duration LEASE = Duration.ofSeconds(20);
  private static final Duration HOLD = Duration.ofSeconds(30);
  private static final Duration DAY = Duration.ofDays(1);

  /** The store's clock was read at some time between these two. */
  private static final Instant EARLIEST = Grants.NOW;

  private static final Instant LATEST = EARLIEST.plusSeconds(3);
  private static final StoreTime TIME = new StoreTime(EARLIEST, LATEST);

  private static final Version VERSION = new Version(Grants.ID, 1);
  private static final Version NEXT = new Version(Grants.ID, 2);
  private static final Version OTHER = new Version(new GrantId("f".repeat(32)), 1);
  private static final Envelope OLD = envelope(1);
  private static final Envelope NEW = envelope(2);
  private static final SealedCredential CREDENTIAL =
      new SealedCredential(NEW, "attempt-1", Optional.of(LATEST.plus(DAY)), Optional.of(DAY));

  private static final GrantRecord IDLE =
      GrantRecord.builder(Grants.KEY, Grants.ID, EARLIEST.minus(DAY))
          .version(VERSION)
          .epoch(4)
          .envelope(Optional.of(OLD))
          .commitId(Optional.of("attempt-0"))
          .accessExpiresAt(Optional.of(EARLIEST))
          .others(Map.of("of_a_later_version", "kept"))
          .build();

  private static final GrantRecord INTENT =
      IDLE.toBuilder()
          .epoch(5)
          .state(GrantState.INTENT)
          .attempt(1)
          .lease(Optional.of(new Lease("node-1", "attempt-1", LATEST.plus(LEASE))))
          .build();

  private static final GrantRecord TOMBSTONE =
      IDLE.toBuilder()
          .state(GrantState.TOMBSTONE)
          .envelope(Optional.empty())
          .commitId(Optional.empty())
          .build();

  private static Envelope envelope(int content) {
    return new Envelope(1, "key-1", new byte[] {(byte) content});
  }

  private static GrantRecord in(GrantState state) {
    return switch (state) {
      case IDLE -> IDLE;
      case INTENT -> INTENT;
      case DEAD -> IDLE.toBuilder().state(GrantState.DEAD).build();
      case TOMBSTONE -> TOMBSTONE;
    };
  }

  private static GrantRecord written(Transition transition) {
    assertThat(transition).isInstanceOf(Write.class);
    return ((Write) transition).next();
  }

  private static GrantRecord changed(GrantRecord from, UnaryOperator<GrantRecord.Builder> change) {
    return change.apply(from.toBuilder()).build();
  }

  /**
   * Checks that a transition recognises its own result: applied to it, the transition is already
   * done.
   */
  private static void assertRecognised(Function<Optional<GrantRecord>, Transition> transition) {
    GrantRecord after = written(transition.apply(Optional.of(IDLE)));
    assertThat(transition.apply(Optional.of(after))).isEqualTo(new Done());
  }

  @Test
  void aStoreTimeShouldBeCutToMicroseconds() {
    Instant fine = Instant.parse("2026-11-20T12:00:00.123456789Z");

    assertThat(StoreTime.of(fine))
        .isEqualTo(StoreTime.of(Instant.parse("2026-11-20T12:00:00.123456Z")));
  }

  @Nested
  class Leases {

    private static final LeaseTerms TERMS = terms(Optional.of(VERSION), Optional.empty());
    private static final LeaseTerms CREATING = terms(Optional.empty(), Optional.of(Grants.ID));
    private static final Lease MINE = new Lease("node-2", "attempt-2", LATEST.plus(LEASE));

    private static LeaseTerms terms(Optional<Version> expected, Optional<GrantId> createdAs) {
      return new LeaseTerms(expected, createdAs, "node-2", "attempt-2", LEASE, HOLD);
    }

    private static Transition lease(GrantRecord record, LeaseTerms terms) {
      return GrantTransitions.lease(Optional.of(record), Grants.KEY, terms, TIME);
    }

    @Test
    void leaseShouldCountEpochAndAttemptAndKeepEverythingElse() {
      assertThat(lease(IDLE, TERMS))
          .isEqualTo(
              new Write(
                  changed(
                      IDLE,
                      next ->
                          next.epoch(5)
                              .attempt(1)
                              .state(GrantState.INTENT)
                              .lease(Optional.of(MINE))
                              .updatedAt(LATEST)),
                  true));
    }

    @Test
    void leaseShouldKeepTheErrorCodeAndEndThePause() {
      GrantRecord refused =
          changed(
              IDLE,
              next ->
                  next.errorCode(Optional.of(OAuthErrorCode.INVALID_CLIENT))
                      .notBefore(Optional.of(EARLIEST)));

      GrantRecord leased = written(lease(refused, TERMS));

      assertThat(leased.errorCode()).contains(OAuthErrorCode.INVALID_CLIENT);
      assertThat(leased.notBefore()).isEmpty();
    }

    @Test
    void leaseShouldCreateARecordThatIsNotKeptForLongWithoutACredential() {
      GrantRecord created =
          written(GrantTransitions.lease(Optional.empty(), Grants.KEY, CREATING, TIME));

      assertThat(created)
          .isEqualTo(
              GrantRecord.builder(Grants.KEY, Grants.ID, LATEST)
                  .epoch(1)
                  .attempt(1)
                  .state(GrantState.INTENT)
                  .lease(Optional.of(MINE))
                  .retainUntil(Optional.of(LATEST.plus(Duration.ofHours(1))))
                  .build());
    }

    @Test
    void leaseShouldKeepACreatedRecordAtLeastUntilItsHoldIsOver() {
      var longest =
          new LeaseTerms(
              Optional.empty(), Optional.of(Grants.ID), "n", "a", DAY, Duration.ofHours(1));

      assertThat(
              written(GrantTransitions.lease(Optional.empty(), Grants.KEY, longest, TIME))
                  .retainUntil())
          .contains(LATEST.plus(DAY).plus(Duration.ofHours(1)));
    }

    @Test
    void leaseShouldNotCreateWhatIsExpectedToBeThere() {
      assertThat(GrantTransitions.lease(Optional.empty(), Grants.KEY, TERMS, TIME))
          .isEqualTo(new Refused());
    }

    @ParameterizedTest
    @EnumSource(GrantState.class)
    void leaseShouldNotCreateWhereARecordIs(GrantState state) {
      assertThat(lease(in(state), CREATING)).isEqualTo(new Refused());
    }

    @Test
    void leaseShouldProlongARetentionThatWouldEndBeforeTheHold() {
      Instant holdEnd = LATEST.plus(LEASE).plus(HOLD);
      GrantRecord shorter =
          changed(IDLE, next -> next.retainUntil(Optional.of(holdEnd.minusMillis(1))));
      GrantRecord longer =
          changed(IDLE, next -> next.retainUntil(Optional.of(holdEnd.plusMillis(1))));

      assertThat(written(lease(shorter, TERMS)).retainUntil()).contains(holdEnd);
      assertThat(written(lease(longer, TERMS)).retainUntil()).contains(holdEnd.plusMillis(1));
    }

    static Stream<Arguments> taken() {
      return Stream.of(
          Arguments.of("another generation", changed(IDLE, next -> next.version(NEXT))),
          Arguments.of("another grant", changed(IDLE, next -> next.version(OTHER))),
          Arguments.of("refused for good", in(GrantState.DEAD)),
          Arguments.of("revoked", TOMBSTONE),
          Arguments.of("leased", INTENT),
          Arguments.of("a lease that ends now", until(INTENT, EARLIEST)),
          Arguments.of("a lease whose hold ends now", until(INTENT, EARLIEST.minus(HOLD))),
          Arguments.of("idle under a lease", until(IDLE, EARLIEST.plusNanos(1_000))),
          Arguments.of("a pause", paused(EARLIEST.plusNanos(1_000))),
          Arguments.of("the longest pause", paused(EARLIEST.plus(Duration.ofMinutes(61)))));
    }

    static Stream<Arguments> free() {
      return Stream.of(
          Arguments.of(
              "a lease whose hold is over", until(INTENT, EARLIEST.minus(HOLD).minusNanos(1_000))),
          Arguments.of("an intent without a lease", without(INTENT)),
          Arguments.of("idle, and the lease ends now", until(IDLE, EARLIEST)),
          Arguments.of("a pause that ends now", paused(EARLIEST)),
          Arguments.of(
              "a pause that no version writes",
              paused(EARLIEST.plus(Duration.ofMinutes(61)).plusNanos(1_000))),
          Arguments.of(
              "a pause until the year 9999", paused(Instant.parse("9999-12-31T00:00:00Z"))));
    }

    private static GrantRecord until(GrantRecord record, Instant end) {
      return changed(record, next -> next.lease(Optional.of(new Lease("n", "a", end))));
    }

    private static GrantRecord without(GrantRecord record) {
      return changed(record, next -> next.lease(Optional.empty()));
    }

    private static GrantRecord paused(Instant end) {
      return changed(IDLE, next -> next.notBefore(Optional.of(end)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("taken")
    void leaseShouldBeRefused(String what, GrantRecord record) {
      assertThat(lease(record, TERMS)).isEqualTo(new Refused());
    }

    /** The earliest time decides, because another node may be about to finish. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("free")
    void leaseShouldBeTaken(String what, GrantRecord record) {
      assertThat(written(lease(record, TERMS)).lease()).contains(MINE);
    }

    @Test
    void leaseShouldBeRecognisedByItsAttempt() {
      assertRecognised(record -> GrantTransitions.lease(record, Grants.KEY, TERMS, TIME));
      GrantRecord settled =
          changed(
              IDLE, next -> next.lease(Optional.of(new Lease("node-2", "attempt-2", EARLIEST))));
      assertThat(lease(settled, TERMS)).as("no intent any more").isInstanceOf(Write.class);
    }
  }

  @Nested
  class Commits {

    private static Transition commit(GrantRecord record) {
      return GrantTransitions.commit(Optional.of(record), VERSION, CREDENTIAL, TIME);
    }

    @ParameterizedTest
    @EnumSource(value = GrantState.class, mode = Mode.EXCLUDE, names = "TOMBSTONE")
    void commitShouldStoreTheNextGenerationWhicheverNodeHoldsTheLease(GrantState state) {
      GrantRecord record =
          changed(
              in(state),
              next ->
                  next.errorCode(Optional.of(OAuthErrorCode.INVALID_CLIENT))
                      .notBefore(Optional.of(LATEST))
                      .attempt(3));

      assertThat(commit(record))
          .isEqualTo(
              new Write(
                  changed(
                      record,
                      next ->
                          next.version(NEXT)
                              .state(GrantState.IDLE)
                              .attempt(0)
                              .lease(Optional.empty())
                              .notBefore(Optional.empty())
                              .errorCode(Optional.empty())
                              .envelope(Optional.of(NEW))
                              .commitId(Optional.of("attempt-1"))
                              .accessExpiresAt(CREDENTIAL.accessExpiresAt())
                              .retainUntil(Optional.of(LATEST.plus(DAY)))
                              .updatedAt(LATEST)),
                  false));
    }

    @Test
    void commitShouldEndTheRetentionWhereTheCredentialHasNone() {
      var endless = new SealedCredential(NEW, "attempt-1", Optional.empty(), Optional.empty());
      GrantRecord record = changed(INTENT, next -> next.retainUntil(Optional.of(LATEST)));

      GrantRecord stored =
          written(GrantTransitions.commit(Optional.of(record), VERSION, endless, TIME));

      assertThat(stored.retainUntil()).isEmpty();
      assertThat(stored.accessExpiresAt()).isEmpty();
    }

    @Test
    void commitShouldBeRefusedWhereTheGrantHasMovedOn() {
      assertThat(commit(TOMBSTONE)).isEqualTo(new Refused());
      assertThat(commit(changed(IDLE, next -> next.version(NEXT)))).isEqualTo(new Refused());
      assertThat(commit(changed(IDLE, next -> next.version(OTHER)))).isEqualTo(new Refused());
      assertThat(commit(changed(IDLE, next -> next.version(new Version(Grants.ID, 0)))))
          .isEqualTo(new Refused());
      assertThat(GrantTransitions.commit(Optional.empty(), VERSION, CREDENTIAL, TIME))
          .isEqualTo(new Refused());
    }

    @Test
    void commitShouldBeRecognisedByItsIdAndNotByItsBytes() {
      GrantRecord mine = written(commit(INTENT));
      GrantRecord leased = changed(mine, next -> next.state(GrantState.INTENT).epoch(9).attempt(1));
      GrantRecord resealed = changed(mine, next -> next.envelope(Optional.of(OLD)));
      GrantRecord another = changed(mine, next -> next.commitId(Optional.of("attempt-7")));
      GrantRecord later = changed(mine, next -> next.version(new Version(Grants.ID, 3)));

      assertThat(commit(mine)).isEqualTo(new Done());
      assertThat(commit(leased)).as("leased since").isEqualTo(new Done());
      assertThat(commit(resealed)).as("sealed again since").isEqualTo(new Done());
      assertThat(commit(another)).as("another node's").isEqualTo(new Refused());
      assertThat(commit(later)).as("two generations on").isEqualTo(new Refused());
    }
  }

  @Nested
  class Settlements {

    private static final FailureRecord INTENT_STAYS =
        new FailureRecord(GrantState.INTENT, 1, Duration.ofSeconds(5), Optional.empty());

    private static Transition settle(GrantRecord record, FailureRecord settlement) {
      return GrantTransitions.settle(Optional.of(record), INTENT, settlement, TIME);
    }

    static Stream<FailureRecord> settlements() {
      return Stream.of(
          INTENT_STAYS,
          new FailureRecord(GrantState.INTENT, 2, Duration.ZERO, Optional.empty()),
          new FailureRecord(
              GrantState.INTENT, 1, Duration.ZERO, Optional.of(OAuthErrorCode.INVALID_CLIENT)),
          new FailureRecord(
              GrantState.DEAD, 1, Duration.ZERO, Optional.of(OAuthErrorCode.INVALID_GRANT)),
          new FailureRecord(GrantState.IDLE, 0, Duration.ofSeconds(1), Optional.empty()),
          new FailureRecord(GrantState.IDLE, 1, Duration.ofHours(1), Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("settlements")
    void settleShouldWriteDownTheFailureAndKeepTheCredential(FailureRecord settlement) {
      Optional<Lease> lease =
          settlement.state() == GrantState.INTENT
              ? Optional.of(new Lease("node-1", "attempt-1", LATEST))
              : Optional.empty();
      Optional<Instant> notBefore =
          settlement.notBefore().isZero()
              ? Optional.empty()
              : Optional.of(LATEST.plus(settlement.notBefore()));

      assertThat(settle(INTENT, settlement))
          .isEqualTo(
              new Write(
                  changed(
                      INTENT,
                      next ->
                          next.state(settlement.state())
                              .attempt(settlement.presentations())
                              .lease(lease)
                              .notBefore(notBefore)
                              .errorCode(settlement.errorCode())
                              .updatedAt(LATEST)),
                  true));
    }

    @Test
    void settleShouldAddToTheAttemptsOfBefore() {
      GrantRecord third = changed(INTENT, next -> next.attempt(3));

      assertThat(written(settle(third, INTENT_STAYS)).attempt()).isEqualTo(3);
      assertThat(written(settle(third, INTENT_STAYS.twice())).attempt()).isEqualTo(4);
      assertThat(written(settle(third, FailureRecord.untried())).attempt()).isEqualTo(2);
    }

    @Test
    void settleShouldCutAPauseToTheLongestThatIsBelieved() {
      var tomorrow = new FailureRecord(GrantState.IDLE, 1, DAY, Optional.empty());

      assertThat(written(settle(INTENT, tomorrow)).notBefore())
          .contains(LATEST.plus(Duration.ofHours(1)));
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 6, 0})
    void settleShouldBeRefusedUnderAnotherEpoch(long epoch) {
      GrantRecord record = changed(INTENT, next -> next.epoch(epoch));

      assertThat(settle(record, INTENT_STAYS)).isEqualTo(new Refused());
    }

    @Test
    void settleShouldBeRefusedWhereTheGrantHasMovedOn() {
      assertThat(settle(changed(INTENT, next -> next.version(NEXT)), INTENT_STAYS))
          .isEqualTo(new Refused());
      assertThat(settle(changed(INTENT, next -> next.version(OTHER)), INTENT_STAYS))
          .isEqualTo(new Refused());
      assertThat(GrantTransitions.settle(Optional.empty(), INTENT, FailureRecord.untried(), TIME))
          .isEqualTo(new Refused());
    }

    @ParameterizedTest
    @EnumSource(value = GrantState.class, mode = Mode.EXCLUDE, names = "INTENT")
    void settleShouldBeRecognisedByTheStateThatItAskedFor(GrantState state) {
      GrantRecord record = changed(in(state), next -> next.epoch(5));
      var same = new FailureRecord(state, 1, Duration.ZERO, Optional.empty());

      assertThat(settle(record, same)).isEqualTo(new Done());
      assertThat(settle(record, INTENT_STAYS)).isEqualTo(new Refused());
    }

    @ParameterizedTest
    @MethodSource("settlements")
    void settleShouldBeRecognisedInItsOwnResult(FailureRecord settlement) {
      assertThat(settle(written(settle(INTENT, settlement)), settlement)).isEqualTo(new Done());
    }

    /** Another node has cut the lease because the clock was set back, but its holder knows more. */
    @ParameterizedTest
    @MethodSource("settlements")
    void settleShouldAddWhatItKnowsToALeaseThatAnotherNodeHasCut(FailureRecord settlement) {
      GrantRecord cut = written(settle(INTENT, INTENT_STAYS));

      boolean known = settlement.equals(INTENT_STAYS);

      assertThat(settle(cut, settlement))
          .isEqualTo(known ? new Done() : settle(INTENT, settlement));
    }
  }

  @Nested
  class LostLeases {

    /** A failover may lose a lease and give its epoch to another node. */
    @Test
    void settleShouldBeRefusedUnderTheLeaseOfAnotherNodeInTheSameEpoch() {
      GrantRecord others =
          changed(
              INTENT,
              next ->
                  next.lease(Optional.of(new Lease("node-2", "attempt-2", LATEST.plus(LEASE)))));

      assertThat(
              GrantTransitions.settle(Optional.of(others), INTENT, FailureRecord.untried(), TIME))
          .isEqualTo(new Refused());
    }
  }

  @Nested
  class Puts {

    private static Transition put(
        Optional<GrantRecord> current, Version version, Optional<GrantRecord> replaced) {
      return GrantTransitions.put(current, Grants.KEY, version, replaced, CREDENTIAL, TIME);
    }

    private static GrantRecord fresh(Version version) {
      return GrantRecord.builder(Grants.KEY, version.grantId(), LATEST)
          .version(version)
          .envelope(Optional.of(NEW))
          .commitId(Optional.of("attempt-1"))
          .accessExpiresAt(CREDENTIAL.accessExpiresAt())
          .retainUntil(Optional.of(LATEST.plus(DAY)))
          .build();
    }

    @Test
    void putShouldCreateARecordWhereNothingIs() {
      assertThat(put(Optional.empty(), VERSION, Optional.empty()))
          .isEqualTo(new Write(fresh(VERSION), false));
    }

    @ParameterizedTest
    @EnumSource(GrantState.class)
    void putShouldReplaceAnotherGrantWhateverItsState(GrantState state) {
      GrantRecord current = changed(in(state), next -> next.version(OTHER));

      assertThat(put(Optional.of(current), VERSION, Optional.of(current)))
          .isEqualTo(new Write(changed(fresh(VERSION), next -> next.others(IDLE.others())), false));
    }

    @ParameterizedTest
    @EnumSource(GrantState.class)
    void putShouldReplaceAnotherGrantWhoseStateHasChangedUnlessItWasRevokedMeanwhile(
        GrantState now) {
      GrantRecord seen = changed(IDLE, next -> next.version(OTHER));
      GrantRecord current = changed(in(now), next -> next.version(OTHER));

      Transition put = put(Optional.of(current), VERSION, Optional.of(seen));

      assertThat(put instanceof Refused).isEqualTo(now == GrantState.TOMBSTONE);
      assertThat(put instanceof Write).isEqualTo(now != GrantState.TOMBSTONE);
    }

    @Test
    void putShouldGiveBackALaterGenerationThatTheStoreHasLost() {
      var third = new Version(Grants.ID, 3);

      assertThat(written(put(Optional.of(IDLE), third, Optional.of(IDLE))).version())
          .isEqualTo(third);
    }

    @Test
    void putShouldBeRefusedWhereSomethingElseIsThanWhatIsReplaced() {
      assertThat(put(Optional.of(IDLE), OTHER, Optional.empty())).isEqualTo(new Refused());
      GrantRecord later = changed(IDLE, next -> next.version(NEXT));
      assertThat(put(Optional.of(IDLE), OTHER, Optional.of(later))).isEqualTo(new Refused());
      assertThat(put(Optional.empty(), OTHER, Optional.of(IDLE))).isEqualTo(new Refused());
    }

    @Test
    void putShouldNotBringBackARevokedGrant() {
      assertThat(put(Optional.of(TOMBSTONE), NEXT, Optional.of(TOMBSTONE)))
          .isEqualTo(new Refused());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 9})
    void putShouldBeRecognisedByItsGrant(long generation) {
      GrantRecord current = changed(IDLE, next -> next.version(new Version(Grants.ID, generation)));

      assertThat(put(Optional.of(current), VERSION, Optional.empty())).isEqualTo(new Done());
    }
  }

  @Nested
  class Tombstones {

    private static Transition tombstone(Optional<GrantRecord> current) {
      return GrantTransitions.tombstone(current, VERSION, DAY, TIME);
    }

    @ParameterizedTest
    @EnumSource(value = GrantState.class, mode = Mode.EXCLUDE, names = "TOMBSTONE")
    void tombstoneShouldLeaveGrantAndGenerationAndNothingToOpen(GrantState state) {
      GrantRecord record =
          changed(
              in(state),
              next ->
                  next.attempt(2)
                      .notBefore(Optional.of(LATEST))
                      .errorCode(Optional.of(OAuthErrorCode.INVALID_GRANT)));

      assertThat(tombstone(Optional.of(record)))
          .isEqualTo(
              new Write(
                  changed(
                      TOMBSTONE,
                      next ->
                          next.epoch(record.epoch())
                              .accessExpiresAt(Optional.empty())
                              .retainUntil(Optional.of(LATEST.plus(DAY)))
                              .updatedAt(LATEST)),
                  false));
    }

    @Test
    void tombstoneShouldBeRefusedWhereThereIsSomethingThatTheCallerHasNotSeen() {
      assertThat(tombstone(Optional.empty())).isEqualTo(new Refused());
      assertThat(tombstone(Optional.of(changed(IDLE, next -> next.version(NEXT)))))
          .isEqualTo(new Refused());
      assertThat(tombstone(Optional.of(changed(IDLE, next -> next.version(OTHER)))))
          .isEqualTo(new Refused());
    }

    @Test
    void tombstoneShouldBeRecognised() {
      assertRecognised(GrantTransitionsTest.Tombstones::tombstone);
    }
  }

  @Nested
  class Reseals {

    private static Transition reseal(GrantRecord record) {
      return GrantTransitions.reseal(Optional.of(record), VERSION, OLD, NEW);
    }

    @ParameterizedTest
    @EnumSource(
        value = GrantState.class,
        names = {"IDLE", "DEAD"})
    void resealShouldChangeTheEnvelopeAndNothingElse(GrantState state) {
      GrantRecord record = in(state);

      assertThat(reseal(record))
          .isEqualTo(new Write(changed(record, next -> next.envelope(Optional.of(NEW))), false));
    }

    @Test
    void resealShouldLeaveARecordUnderALeaseAlone() {
      assertThat(reseal(INTENT)).isEqualTo(new Refused());
    }

    @Test
    void resealShouldBeRefusedWhereTheDocumentIsAnother() {
      assertThat(reseal(TOMBSTONE)).isEqualTo(new Refused());
      assertThat(reseal(changed(IDLE, next -> next.envelope(Optional.of(envelope(3))))))
          .isEqualTo(new Refused());
      assertThat(reseal(changed(IDLE, next -> next.version(NEXT)))).isEqualTo(new Refused());
      assertThat(GrantTransitions.reseal(Optional.empty(), VERSION, OLD, NEW))
          .isEqualTo(new Refused());
    }

    @Test
    void resealShouldBeRecognisedByTheNewEnvelope() {
      assertRecognised(record -> GrantTransitions.reseal(record, VERSION, OLD, NEW));
    }
  }
}
