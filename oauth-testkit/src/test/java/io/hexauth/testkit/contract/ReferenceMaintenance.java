// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.spi.ResealRequest;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.contract.ReferenceTokenStore.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The smallest maintenance that can be right, with one slip at most. */
final class ReferenceMaintenance implements TokenStoreMaintenance {

  /** What maintenance can get wrong, and what finds it. */
  enum Slip {
    NONE(""),
    DUE_LISTS_ALL_STATES("dueShouldListIdleGrantsOnly"),
    DUE_IGNORES_PAUSES("dueShouldNotListWhatPausesUntilThePauseIsOver"),
    DUE_IGNORES_WITHIN("dueShouldListWhatEndsSoonAndNothingElse"),
    DUE_FORGETS_WHAT_HAS_ENDED("dueShouldListWhatHasEnded"),
    LISTS_WHAT_IS_OVER("dueShouldNotListWhatIsOver"),
    KEYS_WITHOUT_CASE("keysShouldBeTakenAsTheyAreWritten"),
    KEYS_WITHOUT_SPACES_AT_THE_END("keysShouldBeTakenAsTheyAreWritten"),
    KEYS_BY_PREFIX("keysShouldBeTakenAsTheyAreWritten"),
    COUNTS_WHAT_IS_OVER("keysShouldNotBeNeededByWhatIsOver"),
    BATCHES_BY_POSITION("batchesShouldStillListWhatNobodyTouchedWhileTheRestChanges"),
    BATCHES_IGNORE_THE_LIMIT("batchesOfDueShouldListEachGrant"),
    BATCHES_FORGET_THE_REST("batchesOfSealedWithShouldListEachGrant"),
    BATCHES_BEGIN_WITH_THE_LAST_ONE("batchesOfDueShouldListEachGrant"),
    ACCEPTS_ANY_PLACE("placesShouldBeThoseOfTheListing"),
    ACCEPTS_ANY_LIMIT("limitsShouldBePositive"),
    RESEAL_COUNTS_AS_GENERATION("resealShouldReplaceTheEnvelopeAndNothingElse"),
    RESEAL_ENDS_LEASES("resealShouldReplaceTheEnvelopeAndNothingElse"),
    RESEAL_WITHOUT_VERSION("resealShouldLoseToItsLikeAndToEveryNewGrant"),
    RESEAL_WITHOUT_ENVELOPE("resealShouldLoseToItsLikeAndToEveryNewGrant"),
    RESEAL_REPEATED_IS_REFUSED("resealShouldAnswerItsRepetitionAsWritten"),
    RESEAL_DROPS_RETENTION("resealShouldLeaveTheRetentionAsItIs"),
    RESEAL_IS_NOT_ATOMIC("oneOfManyShouldReseal"),
    PURGE_IGNORES_THE_LIMIT("purgeShouldRemoveWhatIsOverInPortions"),
    PURGE_TAKES_LEASED("purgeShouldLeaveWhatOutlivesItsRetentionByALease"),
    PURGE_TAKES_TOMBSTONES("purgeShouldRemoveTombstonesAfterTheirRetentionAndNotBefore"),
    PURGE_TAKES_WHAT_HAS_EXPIRED("purgeShouldLeaveEverythingElse"),
    ACCEPTS_NULL("everyMethodShouldRefuseNull");

    private final String caughtBy;

    Slip(String caughtBy) {
      this.caughtBy = caughtBy;
    }

    String caughtBy() {
      return caughtBy;
    }
  }

  private final ReferenceTokenStore store;
  private final VirtualClock clock;
  private final Slip slip;

  ReferenceMaintenance(ReferenceTokenStore store, VirtualClock clock, Slip slip) {
    this.store = store;
    this.clock = clock;
    this.slip = slip;
  }

  @Override
  public Batch due(Duration within, Optional<String> from, int limit) {
    if (refuses(within, from)) {
      return new Batch(List.of(), Optional.empty());
    }
    return batch("due", r -> isDue(r, clock.instant(), within), from, limit);
  }

  private boolean isDue(GrantRecord r, Instant now, Duration within) {
    Instant until = is(Slip.DUE_IGNORES_WITHIN) ? Instant.MAX : now.plus(within);
    return (r.state() == GrantState.IDLE || is(Slip.DUE_LISTS_ALL_STATES))
        && r.generation() > 0
        && r.accessExpiresAt().filter(end -> !until.isBefore(end)).isPresent()
        && !(is(Slip.DUE_FORGETS_WHAT_HAS_ENDED) && now.isAfter(r.accessExpiresAt().orElseThrow()))
        && (r.notBefore().filter(now::isBefore).isEmpty() || is(Slip.DUE_IGNORES_PAUSES));
  }

  @Override
  public Batch sealedWith(String keyId, Optional<String> from, int limit) {
    if (refuses(keyId, from)) {
      return new Batch(List.of(), Optional.empty());
    }
    return batch(
        "key", r -> r.envelope().filter(e -> isKey(e.keyId(), keyId)).isPresent(), from, limit);
  }

  private boolean isKey(String stored, String asked) {
    if (is(Slip.KEYS_WITHOUT_CASE)) {
      return stored.toUpperCase(Locale.ROOT).equals(asked.toUpperCase(Locale.ROOT));
    }
    return is(Slip.KEYS_WITHOUT_SPACES_AT_THE_END)
        ? stored.stripTrailing().equals(asked.stripTrailing())
        : stored.equals(asked) || (is(Slip.KEYS_BY_PREFIX) && stored.startsWith(asked));
  }

  /** By key; the place is the listing and the last key that was listed. */
  private Batch batch(
      String listing, Predicate<GrantRecord> listed, Optional<String> from, int limit) {
    checkLimit(limit);
    String place = from.orElse(listing + ":" + "0".repeat(64));
    if (!place.matches(listing + ":[0-9a-f]+") && !is(Slip.ACCEPTS_ANY_PLACE)) {
      throw new IllegalArgumentException("Not a place of this listing");
    }
    String last = place.substring(place.indexOf(':') + 1);
    int first = is(Slip.BATCHES_BEGIN_WITH_THE_LAST_ONE) ? 0 : 1;
    int skipped = is(Slip.BATCHES_BY_POSITION) && from.isPresent() ? Integer.parseInt(last) : 0;
    List<GrantRecord> rest =
        store.alone(
            rows ->
                live(rows)
                    .filter(listed)
                    .sorted(Comparator.comparing(r -> r.key().value()))
                    .filter(
                        r ->
                            r.key().value().compareTo(last) >= first
                                || is(Slip.BATCHES_BY_POSITION))
                    .skip(skipped)
                    .toList());
    boolean whole = rest.size() <= limit || is(Slip.BATCHES_IGNORE_THE_LIMIT);
    List<GrantRecord> some = whole ? rest : rest.subList(0, limit);
    if (whole || is(Slip.BATCHES_FORGET_THE_REST)) {
      return new Batch(some, Optional.empty());
    }
    String next =
        is(Slip.BATCHES_BY_POSITION)
            ? Integer.toString(skipped + some.size())
            : some.get(some.size() - 1).key().value();
    return new Batch(some, Optional.of(listing + ":" + next));
  }

  private Stream<GrantRecord> live(Map<String, Row> rows) {
    return rows.values().stream()
        .filter(row -> !store.isOver(row) || is(Slip.LISTS_WHAT_IS_OVER))
        .map(Row::record);
  }

  @Override
  public Map<String, Long> rowsPerKey() {
    return store.alone(
        rows ->
            rows.values().stream()
                .filter(row -> !store.isOver(row) || is(Slip.COUNTS_WHAT_IS_OVER))
                .flatMap(row -> row.record().envelope().stream())
                .collect(Collectors.groupingBy(Envelope::keyId, Collectors.counting())));
  }

  @Override
  public boolean reseal(ResealRequest request) {
    if (request == null && is(Slip.ACCEPTS_NULL)) {
      return false;
    }
    boolean may = store.alone(rows -> may(rows, request));
    if (is(Slip.RESEAL_IS_NOT_ATOMIC)) {
      Turns.giveWay();
    }
    return store.alone(
        rows -> {
          if (!(may && is(Slip.RESEAL_IS_NOT_ATOMIC)) && !may(rows, request)) {
            return isDone(rows, request) && !is(Slip.RESEAL_REPEATED_IS_REFUSED);
          }
          rows.computeIfPresent(request.key().value(), (key, row) -> resealed(row, request));
          return true;
        });
  }

  private boolean may(Map<String, Row> rows, ResealRequest request) {
    Row row = rows.get(request.key().value());
    if (row == null || store.isOver(row) || row.record().envelope().isEmpty()) {
      return false;
    }
    boolean expected =
        row.record().version().equals(request.expected()) || is(Slip.RESEAL_WITHOUT_VERSION);
    boolean replaced =
        row.record().envelope().filter(request.replaced()::equals).isPresent()
            || is(Slip.RESEAL_WITHOUT_ENVELOPE)
            || is(Slip.RESEAL_WITHOUT_VERSION);
    return expected && replaced;
  }

  private static boolean isDone(Map<String, Row> rows, ResealRequest request) {
    Row row = rows.get(request.key().value());
    return row != null
        && row.record().version().equals(request.expected())
        && row.record().envelope().filter(request.envelope()::equals).isPresent();
  }

  private Row resealed(Row row, ResealRequest request) {
    GrantRecord r = row.record();
    return new Row(
        new GrantRecord(
            r.key(),
            r.grantId(),
            is(Slip.RESEAL_COUNTS_AS_GENERATION) ? r.generation() + 1 : r.generation(),
            r.epoch(),
            r.state(),
            r.attempt(),
            is(Slip.RESEAL_ENDS_LEASES) ? Optional.empty() : r.lease(),
            r.notBefore(),
            r.errorCode(),
            Optional.of(request.envelope()),
            r.accessExpiresAt(),
            r.createdAt(),
            clock.instant()),
        is(Slip.RESEAL_DROPS_RETENTION) ? Optional.empty() : row.end());
  }

  @Override
  public int purge(int limit) {
    checkLimit(limit);
    int most = is(Slip.PURGE_IGNORES_THE_LIMIT) ? Integer.MAX_VALUE : limit;
    return store.alone(
        rows -> {
          List<String> over =
              rows.entrySet().stream()
                  .filter(entry -> isRemoved(entry.getValue()))
                  .map(Map.Entry::getKey)
                  .limit(most)
                  .toList();
          rows.keySet().removeAll(over);
          return over.size();
        });
  }

  private boolean isRemoved(Row row) {
    boolean leased = row.record().lease().isPresent();
    return store.isOver(row)
        || (is(Slip.PURGE_TAKES_LEASED) && leased && row.end().isPresent())
        || (is(Slip.PURGE_TAKES_TOMBSTONES) && row.record().state() == GrantState.TOMBSTONE)
        || (is(Slip.PURGE_TAKES_WHAT_HAS_EXPIRED)
            && row.record().accessExpiresAt().filter(clock.instant()::isAfter).isPresent());
  }

  private void checkLimit(int limit) {
    if (limit <= 0 && !is(Slip.ACCEPTS_ANY_LIMIT)) {
      throw new IllegalArgumentException("A limit is positive");
    }
  }

  private boolean refuses(Object one, Object other) {
    if (!is(Slip.ACCEPTS_NULL)) {
      Objects.requireNonNull(one);
      Objects.requireNonNull(other);
    }
    return one == null || other == null;
  }

  private boolean is(Slip other) {
    return slip == other;
  }
}
