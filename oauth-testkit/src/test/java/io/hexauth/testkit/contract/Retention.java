// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.ports.spi.StoredGrant;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Time at which the reference store deletes a record. */
record Retention(Defect defect, Map<String, Instant> remembered) {

  private static final Duration YEAR = Duration.ofDays(365);

  Retention(Defect defect) {
    this(defect, new ConcurrentHashMap<>());
  }

  void written(String name, StoredGrant next) {
    if (is(Defect.RETENTION_OF_THE_FIRST_WRITE)) {
      next.retainUntil().ifPresent(end -> remembered.putIfAbsent(name, end));
    }
  }

  void refused(String name, StoredGrant next) {
    if (is(Defect.RETENTION_OF_REFUSED_WRITES)) {
      next.retainUntil().ifPresent(end -> remembered.put(name, end));
    }
  }

  boolean refuses(Optional<StoredGrant> stored, StoredGrant next, Instant now) {
    return (is(Defect.RETENTION_IN_THE_PAST_IS_REFUSED) && isOver(next.retainUntil(), now))
        || (is(Defect.REFUSES_TO_REPLACE_WHAT_IS_OVER)
            && isOver(stored.flatMap(StoredGrant::retainUntil), now));
  }

  boolean drops(String name, StoredGrant grant, Instant now) {
    Optional<Instant> end = grant.retainUntil();
    Optional<Instant> dropped =
        switch (defect) {
          case NONE_BUT_DROPS -> end;
          case DROPS_WHAT_HAS_NO_RETENTION -> end.or(() -> Optional.of(created(grant).plus(YEAR)));
          case DROPS_EARLY -> end.map(at -> at.minus(Duration.ofHours(1)));
          case RETENTION_OF_THE_FIRST_WRITE, RETENTION_OF_REFUSED_WRITES ->
              Optional.ofNullable(remembered.get(name)).or(() -> end);
          case RETENTION_IN_AN_INT_OF_SECONDS ->
              end.map(at -> Instant.ofEpochSecond(at.getEpochSecond() << 32 >> 32));
          case RETENTION_IN_NANOSECONDS ->
              end.map(at -> Instant.EPOCH.plusNanos(at.getEpochSecond() * 1_000_000_000L));
          default -> Optional.empty();
        };
    return isOver(dropped, now);
  }

  private static Instant created(StoredGrant grant) {
    return StoredGrant.instantOf(Long.parseLong(grant.fields().getOrDefault("created_at", "0")));
  }

  private static boolean isOver(Optional<Instant> end, Instant now) {
    return end.filter(at -> !now.isBefore(at)).isPresent();
  }

  private boolean is(Defect other) {
    return defect == other;
  }
}
