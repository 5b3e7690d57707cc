// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.core.internal.events.Dispatchers;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.internal.refresh.FailureRecord;
import io.hexauth.domain.internal.refresh.GrantTransitions;
import io.hexauth.domain.internal.refresh.GrantTransitions.Transition;
import io.hexauth.domain.internal.refresh.LeaseTerms;
import io.hexauth.domain.internal.refresh.SealedCredential;
import io.hexauth.domain.internal.refresh.StoreTime;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantRecord.Version;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.spi.Reading;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.testkit.clock.VirtualClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transitions of records: read, decide, compare and set. */
class GrantStoreTest {

  private static final ClientRegistrationId SHOP = ClientRegistrationId.of("shop");
  private static final GrantKey KEY = new GrantKey("a".repeat(64));
  private static final GrantId ID = new GrantId("1".repeat(32));
  private static final Version VERSION = new Version(ID, 1);
  private static final Duration LEASE = Duration.ofSeconds(20);
  private static final Duration HOLD = Duration.ofSeconds(30);
  private static final Envelope OLD = new Envelope(1, "key-1", new byte[] {1});
  private static final Envelope NEW = new Envelope(1, "key-2", new byte[] {2});

  private final VirtualClock clock = VirtualClock.create();
  private final OneRow row = new OneRow();
  private final GrantStore grants =
      new GrantStore(
          row, Dispatchers.unheard(SHOP), clock, new RandomSource(new SecureRandom()), LEASE);

  /** Store with one record and its own clock, which can be slow or change the record. */
  private final class OneRow implements TokenStore {

    private @Nullable StoredGrant stored;
    private Duration ahead = Duration.ZERO;
    private Duration takes = Duration.ZERO;
    private int finds;
    private int writes;
    private Runnable beforeReplace = () -> {};
    private final List<Optional<Instant>> bounds = new ArrayList<>();

    Instant now() {
      return clock.instant().plus(ahead);
    }

    void put(GrantRecord record) {
      stored = StoredGrantCodec.encode(record, new Revision("r" + writes++));
    }

    GrantRecord record() {
      return StoredGrantCodec.decode(SHOP, KEY, Optional.ofNullable(stored).orElseThrow());
    }

    /** {@return the stored record} Like stores that write only a part because of a hint. */
    private StoredGrant kept(StoredGrant next) {
      StoredGrant before = stored;
      return next.sameDocument() && before != null
          ? StoredGrant.of(next.revision(), next.fields(), before.document())
          : next;
    }

    @Override
    public Reading find(GrantKey key) {
      finds++;
      Instant now = now();
      clock.advance(takes);
      return new Reading(Optional.ofNullable(stored), now);
    }

    @Override
    public boolean replace(
        GrantKey key, Optional<Revision> expected, StoredGrant next, Optional<Instant> notAfter) {
      beforeReplace.run();
      bounds.add(notAfter);
      clock.advance(takes);
      boolean same =
          Optional.ofNullable(stored).map(StoredGrant::revision).equals(expected)
              && notAfter.filter(now()::isAfter).isEmpty();
      stored = same ? kept(next) : stored;
      writes += same ? 1 : 0;
      return same;
    }
  }

  private GrantRecord idle() {
    return GrantRecord.builder(KEY, ID, row.now())
        .version(VERSION)
        .envelope(Optional.of(OLD))
        .others(Map.of("of_a_later_version", "kept"))
        .build();
  }

  private static LeaseTerms terms(String attempt) {
    return new LeaseTerms(Optional.of(VERSION), Optional.empty(), "node-1", attempt, LEASE, HOLD);
  }

  private static Transition lease(Optional<GrantRecord> record, StoreTime time) {
    return GrantTransitions.lease(record, KEY, terms("attempt-1"), time);
  }

  private StoreReading leased() {
    return grants.apply(KEY, Optional.empty(), GrantStoreTest::lease);
  }

  @Test
  void applyShouldLookOnceAndWriteOnce() {
    row.put(idle());

    StoreReading taken = leased();

    assertThat(taken.done()).isTrue();
    assertThat(taken.record()).contains(row.record());
    assertThat(taken.revision()).contains(Optional.ofNullable(row.stored).orElseThrow().revision());
    assertThat(row.finds).isEqualTo(1);
  }

  @Test
  void applyShouldNotLookWhereTheStoreHasJustAnswered() {
    row.put(idle());
    StoreReading found = grants.find(KEY);

    grants.apply(KEY, Optional.of(found), GrantStoreTest::lease);

    assertThat(row.finds).isEqualTo(1);
    assertThat(row.record().state()).isEqualTo(GrantState.INTENT);
  }

  @Test
  void applyShouldLookAgainWhereTheAnswerIsOlderThanHalfALease() {
    row.put(idle());
    StoreReading found = grants.find(KEY);
    clock.advance(LEASE.dividedBy(2).minusNanos(1));
    grants.apply(KEY, Optional.of(found), (record, time) -> new GrantTransitions.Refused());
    assertThat(row.finds).isEqualTo(1);

    clock.advance(Duration.ofNanos(1));
    grants.apply(KEY, Optional.of(found), (record, time) -> new GrantTransitions.Refused());

    assertThat(row.finds).isEqualTo(2);
  }

  @Test
  void applyShouldDecideAgainAfterALostRace() {
    row.put(idle());
    row.beforeReplace =
        () -> {
          row.beforeReplace = () -> {};
          row.put(idle().toBuilder().epoch(41).build());
        };

    assertThat(leased().done()).isTrue();

    assertThat(row.record().epoch()).isEqualTo(42);
    assertThat(row.finds).isEqualTo(2);
  }

  @Test
  void applyShouldNotWriteOverWhatWonTheRace() {
    row.put(idle());
    GrantRecord other = idle().toBuilder().version(new Version(ID, 2)).build();
    row.beforeReplace = () -> row.put(other);

    StoreReading refused = leased();

    assertThat(refused.done()).isFalse();
    assertThat(refused.record()).contains(other);
    assertThat(row.record()).isEqualTo(other);
  }

  @Test
  void applyShouldGiveUpWhereEveryWriteIsLate() {
    row.put(idle());
    row.beforeReplace = () -> row.put(idle());

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(this::leased)
        .withMessageContaining("changed during each attempt")
        .satisfies(e -> assertThat(e.isRetryable()).isTrue());
    assertThat(row.finds).isEqualTo(20);
  }

  @Test
  void applyShouldRecogniseAWriteWhoseAnswerWasLost() {
    row.put(idle());
    leased();
    GrantRecord written = row.record();

    assertThat(leased().done()).isTrue();

    assertThat(row.record()).as("not leased twice").isEqualTo(written);
  }

  /**
   * The write is repeated because its answer was lost; in the meantime, another node has presented
   * and failed.
   */
  @Test
  void aFailureOfAnEarlierLeaseShouldNotCountAsWrittenDownAfterThatOfALaterOne() {
    row.put(idle());
    GrantRecord first = leased().record().orElseThrow();
    assertThat(settled(first)).isTrue();
    GrantRecord second =
        grants
            .apply(
                KEY,
                Optional.empty(),
                (record, time) -> GrantTransitions.lease(record, KEY, terms("attempt-2"), time))
            .record()
            .orElseThrow();

    assertThat(settled(first)).as("under the lease of the other").isFalse();
    assertThat(row.record().lease()).isEqualTo(second.lease());

    assertThat(settled(second)).isTrue();
    assertThat(settled(second)).as("repeated").isTrue();
    assertThat(settled(first)).as("after the failure of the other").isFalse();
  }

  private boolean settled(GrantRecord leased) {
    var failure = new FailureRecord(GrantState.IDLE, 0, Duration.ZERO, Optional.empty());
    return grants
        .apply(
            KEY,
            Optional.empty(),
            (record, time) -> GrantTransitions.settle(record, leased, failure, time))
        .done();
  }

  @Test
  void applyShouldTellTheStoreWhenAWriteIsOfNoUseAnyMore() {
    row.put(idle());
    row.takes = Duration.ofSeconds(2);
    Instant asked = row.now();

    grants.apply(KEY, Optional.empty(), Optional.of(Duration.ofSeconds(5)), GrantStoreTest::lease);

    assertThat(row.bounds).containsExactly(Optional.of(asked.plusSeconds(2 + 5)));
  }

  @Test
  void applyShouldStartOverWhereAWriteArrivesTooLate() {
    row.put(idle());
    row.beforeReplace =
        () -> {
          row.beforeReplace = () -> {};
          clock.advance(Duration.ofSeconds(6));
        };

    StoreReading taken =
        grants.apply(
            KEY, Optional.empty(), Optional.of(Duration.ofSeconds(5)), GrantStoreTest::lease);

    assertThat(taken.done()).isTrue();
    assertThat(row.record().lease().orElseThrow().until()).isEqualTo(row.now().plus(LEASE));
  }

  @Test
  void aRecordWhoseRetentionIsOverShouldCountAsAbsentAndBeReplaced() {
    row.put(idle().toBuilder().retainUntil(Optional.of(row.now())).build());
    var credential = new SealedCredential(OLD, "attempt-1", Optional.empty(), Optional.empty());
    var other = new Version(new GrantId("2".repeat(32)), 1);

    StoreReading found = grants.find(KEY);
    StoreReading put =
        grants.apply(
            KEY,
            Optional.of(found),
            (record, time) ->
                GrantTransitions.put(record, KEY, other, Optional.empty(), credential, time));

    assertThat(found.done()).isFalse();
    assertThat(found.record()).isEmpty();
    assertThat(put.done()).isTrue();
    assertThat(row.record().version()).isEqualTo(other);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 1_000, 1_500})
  void aSlowStoreShouldNotEndARetentionEarly(long left) {
    row.takes = Duration.ofMillis(1_500);
    row.put(idle().toBuilder().retainUntil(Optional.of(row.now().plusMillis(left))).build());

    assertThat(grants.find(KEY).record()).isPresent();
  }

  @Test
  void aLeaseOnWhatIsOverShouldLeaveNothingOfItsDocument() {
    row.put(idle().toBuilder().retainUntil(Optional.of(row.now())).build());
    var creating =
        new LeaseTerms(Optional.empty(), Optional.of(ID), "node-1", "attempt-1", LEASE, HOLD);

    StoreReading taken =
        grants.apply(
            KEY,
            Optional.empty(),
            (record, time) -> GrantTransitions.lease(record, KEY, creating, time));

    assertThat(taken.done()).isTrue();
    assertThat(grants.find(KEY).record()).isEqualTo(taken.record());
  }

  @Test
  void aRecordOfANewerLayoutShouldNeverBeOverwritten() {
    StoredGrant newer =
        StoredGrant.of(new Revision("later"), Map.of("layout", "2"), Optional.empty());
    row.stored = newer;

    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(this::leased)
        .withMessageContaining("layout is newer");
    assertThat(row.stored).isSameAs(newer);
  }

  static Stream<Arguments> transitions() {
    var credential = new SealedCredential(NEW, "attempt-1", Optional.empty(), Optional.empty());
    BiFunction<Optional<GrantRecord>, StoreTime, Transition> lease = GrantStoreTest::lease;
    BiFunction<Optional<GrantRecord>, StoreTime, Transition> commit =
        (record, time) -> GrantTransitions.commit(record, VERSION, credential, time);
    BiFunction<Optional<GrantRecord>, StoreTime, Transition> settle =
        (record, time) ->
            GrantTransitions.settle(
                record,
                record.orElseThrow(),
                new FailureRecord(GrantState.IDLE, 1, Duration.ZERO, Optional.empty()),
                time);
    BiFunction<Optional<GrantRecord>, StoreTime, Transition> put =
        (record, time) ->
            GrantTransitions.put(
                record, KEY, new Version(new GrantId("2".repeat(32)), 1), record, credential, time);
    BiFunction<Optional<GrantRecord>, StoreTime, Transition> tombstone =
        (record, time) -> GrantTransitions.tombstone(record, VERSION, HOLD, time);
    BiFunction<Optional<GrantRecord>, StoreTime, Transition> reseal =
        (record, time) -> GrantTransitions.reseal(record, VERSION, OLD, NEW);
    return Stream.of(
        Arguments.of("lease", List.of(lease)),
        Arguments.of("commit", List.of(lease, commit)),
        Arguments.of("settle", List.of(lease, settle)),
        Arguments.of("put", List.of(put)),
        Arguments.of("tombstone", List.of(tombstone)),
        Arguments.of("reseal", List.of(reseal)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transitions")
  void fieldsOfALaterVersionShouldSurvive(
      String name, List<BiFunction<Optional<GrantRecord>, StoreTime, Transition>> steps) {
    row.put(idle());

    for (var step : steps) {
      assertThat(grants.apply(KEY, Optional.empty(), step).done()).isTrue();
    }

    assertThat(row.record().others()).containsExactly(Map.entry("of_a_later_version", "kept"));
  }

  /** The store reads its clock at any time between question and answer: both ends must be safe. */
  @Test
  void aSlowStoreShouldNeverShortenALeaseNorEndThatOfAnotherNodeEarly() {
    row.takes = Duration.ofMillis(1_500);
    row.put(idle());

    GrantRecord mine = leased().record().orElseThrow();
    Instant stored = row.now();
    assertThat(mine.lease().orElseThrow().until())
        .isAfterOrEqualTo(stored.minus(row.takes).plus(LEASE));

    row.put(mine.toBuilder().lease(mine.lease()).build());
    clock.advance(Duration.between(row.now(), mine.lease().orElseThrow().until()).plus(HOLD));
    StoreReading early =
        grants.apply(
            KEY,
            Optional.empty(),
            (record, time) -> GrantTransitions.lease(record, KEY, terms("attempt-2"), time));

    assertThat(early.done()).as("the hold ends at this very instant").isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {-3_600, 3_600})
  void aStepOfTheStoresClockBetweenLookAndWriteShouldBreakNothing(long seconds) {
    row.put(idle());
    row.beforeReplace =
        () -> {
          row.beforeReplace = () -> {};
          row.ahead = Duration.ofSeconds(seconds);
        };

    StoreReading taken =
        grants.apply(
            KEY, Optional.empty(), Optional.of(Duration.ofSeconds(5)), GrantStoreTest::lease);

    assertThat(taken.done()).isTrue();
    assertThat(row.record().epoch()).isEqualTo(1);
    assertThat(row.record().attempt()).isEqualTo(1);
  }
}
