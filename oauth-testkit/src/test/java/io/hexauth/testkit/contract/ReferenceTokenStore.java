// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.spi.Reading;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.testkit.clock.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Minimal correct store on one of two nodes, with at most one defect. */
final class ReferenceTokenStore implements TokenStore {

  /** State that all nodes share. */
  private static final class Shared {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, StoredGrant> rows = new ConcurrentHashMap<>();
    private final Map<String, Boolean> damaged = new ConcurrentHashMap<>();
    private final Map<Revision, Boolean> everKnown = new ConcurrentHashMap<>();
  }

  private final Defect defect;
  private final Shared shared;
  private final ReentrantLock lock;
  private final ReferenceClock clock;
  private final Match match;
  private final Retention retention;
  private final Map<String, StoredGrant> cache = new ConcurrentHashMap<>();
  private final ThreadLocal<Map<String, StoredGrant>> snapshot =
      ThreadLocal.withInitial(HashMap::new);

  ReferenceTokenStore(VirtualClock clock, Defect defect) {
    this(new Shared(), new ReferenceClock(clock, defect, 0), new Retention(defect), defect);
  }

  private ReferenceTokenStore(
      Shared shared, ReferenceClock clock, Retention retention, Defect defect) {
    this.shared = shared;
    this.clock = clock;
    this.retention = retention;
    this.defect = defect;
    this.match = new Match(defect);
    this.lock = is(Defect.ATOMIC_ON_EACH_NODE_ALONE) ? new ReentrantLock() : shared.lock;
  }

  ReferenceTokenStore otherNode() {
    return new ReferenceTokenStore(shared, clock.ofNode(1), retention, defect);
  }

  /** Damages a record, which afterwards exists and cannot be read. */
  boolean damage(GrantKey key) {
    shared.damaged.put(name(key), true);
    return true;
  }

  @Override
  public Reading find(GrantKey key) {
    if (refusesNull(key)) {
      return new Reading(Optional.empty(), clock.now());
    }
    String name = name(key);
    lock.lock();
    try {
      Optional<StoredGrant> found = shown(name);
      if (is(Defect.CACHE_ON_EACH_NODE)) {
        found = found.map(grant -> cache.computeIfAbsent(name, n -> grant));
      }
      if (is(Defect.SNAPSHOT_FOR_EACH_THREAD)) {
        found = found.map(grant -> snapshot.get().computeIfAbsent(name, n -> grant));
      }
      if (is(Defect.FIND_TAKES_THE_RECORD)) {
        shared.rows.remove(name);
      }
      if (is(Defect.FIND_INVENTS_RECORDS)) {
        found = found.or(() -> Optional.of(GrantDraft.at(clock.now()).build()));
      }
      return new Reading(found, clock.now());
    } finally {
      lock.unlock();
    }
  }

  private Optional<StoredGrant> shown(String name) {
    if (shared.damaged.containsKey(name)) {
      if (is(Defect.UNREADABLE_IS_ABSENT)) {
        return Optional.empty();
      }
      throw new UnreadableRecordException(
          new ClientRegistrationId("not-known"), 0, "", "its revision is missing");
    }
    return row(name)
        .filter(grant -> !(is(Defect.HIDES_WHAT_IS_OVER_AND_KEEPS_IT) && isOver(grant)));
  }

  @Override
  public boolean replace(
      GrantKey key, Optional<Revision> expected, StoredGrant next, Optional<Instant> notAfter) {
    if (refusesNull(key) || refusesNull(expected) || refusesNull(next) || refusesNull(notAfter)) {
      return false;
    }
    if (is(Defect.THROWS_ON_A_LOST_RACE) && lock.isLocked()) {
      throw new IllegalStateException("The record is locked");
    }
    lock.lock();
    try {
      return replaced(name(key), expected, next, notAfter);
    } finally {
      lock.unlock();
    }
  }

  private boolean replaced(
      String name, Optional<Revision> expected, StoredGrant next, Optional<Instant> notAfter) {
    boolean late = clock.isLate(notAfter, expected.isEmpty());
    if (late && !is(Defect.NOT_AFTER_IS_CHECKED_AFTER_THE_WRITE)) {
      return false;
    }
    if (shared.damaged.containsKey(name)) {
      return isWrittenOverDamage(name, expected, next);
    }
    Optional<StoredGrant> stored = row(name);
    if (!match.isExpected(stored, expected, shared.everKnown.keySet())
        && !(is(Defect.CREATE_OVER_WHAT_IS_OVER) && stored.filter(this::isOver).isPresent())) {
      retention.refused(name, next);
      return match.isRepeated(stored, expected, next);
    }
    if (retention.refuses(stored, next, clock.now())
        || (is(Defect.DOCUMENT_OF_2_MIB_IS_REFUSED)
            && next.document().filter(bytes -> bytes.length > 1 << 20).isPresent())) {
      return false;
    }
    letOthersInBetween(expected);
    shared.rows.put(name, new Kept(defect).of(stored, next));
    shared.everKnown.put(next.revision(), true);
    retention.written(name, next);
    return !late && !(is(Defect.CREATE_ANSWERS_FALSE) && expected.isEmpty());
  }

  private boolean isWrittenOverDamage(String name, Optional<Revision> expected, StoredGrant next) {
    boolean written =
        is(expected.isEmpty() ? Defect.CREATE_OVER_UNREADABLE : Defect.REPLACE_OVER_UNREADABLE);
    if (written) {
      shared.damaged.remove(name);
      shared.rows.put(name, next);
    }
    return written;
  }

  /** Lets other threads run between the read and the write of a store with this defect. */
  private void letOthersInBetween(Optional<Revision> expected) {
    if (is(Defect.ATOMIC_ON_EACH_NODE_ALONE) || is(Defect.THROWS_ON_A_LOST_RACE)) {
      Turns.giveWay();
    }
    if (is(expected.isEmpty() ? Defect.CREATE_IS_NOT_ATOMIC : Defect.REPLACE_IS_NOT_ATOMIC)) {
      lock.unlock();
      try {
        Turns.giveWay();
      } finally {
        lock.lock();
      }
    }
  }

  private Optional<StoredGrant> row(String name) {
    Optional<StoredGrant> row = Optional.ofNullable(shared.rows.get(name));
    if (row.filter(grant -> retention.drops(name, grant, clock.now())).isPresent()) {
      shared.rows.remove(name);
      return Optional.empty();
    }
    return row;
  }

  private boolean isOver(StoredGrant grant) {
    return grant.retainUntil().filter(end -> !clock.now().isBefore(end)).isPresent();
  }

  private String name(GrantKey key) {
    return switch (defect) {
      case KEYS_CUT_AT_63_DIGITS -> key.value().substring(0, 63);
      case KEYS_WITHOUT_THEIR_FIRST_DIGIT -> key.value().substring(1);
      default -> key.value();
    };
  }

  /**
   * Runs a step of the maintenance with all records, including expired ones, and without other
   * threads.
   */
  <T> T alone(Function<Map<String, StoredGrant>, T> step) {
    lock.lock();
    try {
      return step.apply(shared.rows);
    } finally {
      lock.unlock();
    }
  }

  private boolean refusesNull(Object argument) {
    if (!is(Defect.ACCEPTS_NULL)) {
      Objects.requireNonNull(argument);
    }
    return argument == null;
  }

  private boolean is(Defect other) {
    return defect == other;
  }

  @Override
  public String toString() {
    return is(Defect.SHOWS_DOCUMENTS)
        ? shared.rows.values().stream()
            .flatMap(grant -> grant.document().stream())
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .collect(Collectors.joining())
        : "";
  }
}
