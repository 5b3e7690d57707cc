// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.storage;

import io.hexauth.core.internal.events.RegistrationEvents;
import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.internal.refresh.GrantTransitions.Transition;
import io.hexauth.domain.internal.refresh.GrantTransitions.Write;
import io.hexauth.domain.internal.refresh.StoreTime;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.Reading;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Changes stored grants: reads a record, lets {@link
 * io.hexauth.domain.internal.refresh.GrantTransitions} calculate the next one, and writes it by
 * compare-and-set. If another node has written in the meantime, it starts again. After a step
 * without an answer, it starts again once, and the transition recognises a write that has arrived.
 */
public final class GrantStore {

  /**
   * Limit on attempts. Each further attempt means that another node has written in the meantime; so
   * many in a row show that something is wrong.
   */
  private static final int MOST_TRIES = 20;

  private final TokenStore store;
  private final ClientRegistrationId registration;
  private final Guard guard;
  private final OAuthClock clock;
  private final RandomSource random;
  private final Duration usable;

  /**
   * Creates the component for one registration.
   *
   * @param lease the duration of a lease; an answer of the store is used for half of it
   */
  public GrantStore(
      TokenStore store,
      RegistrationEvents events,
      OAuthClock clock,
      RandomSource random,
      Duration lease) {
    this.store = store;
    this.registration = events.registration();
    this.guard = new Guard(events);
    this.clock = clock;
    this.random = random;
    this.usable = lease.dividedBy(2);
  }

  StoreReading find(GrantKey key) {
    long asked = clock.nanoTime();
    Reading reading = guard.store("find", () -> store.find(key));
    return read(
        key, reading.grant(), new ClockReading(reading.storeNow(), asked, clock.nanoTime()));
  }

  /** Returns a reading for a record that comes from another source, such as a listing. */
  public StoreReading read(GrantKey key, Optional<StoredGrant> stored, ClockReading moment) {
    Instant now = moment.timeAt(moment.answered()).earliest();
    Optional<GrantRecord> record =
        stored
            .map(grant -> StoredGrantCodec.decode(registration, key, grant))
            .filter(r -> !r.isOver(now));
    return new StoreReading(record.isPresent(), record, stored.map(StoredGrant::revision), moment);
  }

  /** Makes a transition that may be written at any time. */
  public StoreReading apply(
      GrantKey key,
      Optional<StoreReading> known,
      BiFunction<Optional<GrantRecord>, StoreTime, Transition> transition) {
    return apply(key, known, Optional.empty(), transition);
  }

  /**
   * Makes a transition.
   *
   * @param key the key of the grant
   * @param known an earlier answer of the store, which saves a read; empty if there is none
   * @param within the time in which the write must arrive at the store, which refuses a later one;
   *     empty for no limit
   * @param transition calculates the next record from the stored one and the time of the store's
   *     clock; it must recognise its own result
   * @return the state of the store
   * @throws ServiceUnavailableException if the store did not answer twice, so that it is unknown
   *     whether the write was made
   */
  public StoreReading apply(
      GrantKey key,
      Optional<StoreReading> known,
      Optional<Duration> within,
      BiFunction<Optional<GrantRecord>, StoreTime, Transition> transition) {
    Optional<StoreReading> shown = known.filter(this::isUsable);
    boolean answered = true;
    for (int i = 0; i < MOST_TRIES; i++) {
      try {
        Optional<StoreReading> made =
            made(key, shown.orElseGet(() -> find(key)), within, transition);
        if (made.isPresent()) {
          return made.get();
        }
      } catch (ServiceUnavailableException unknown) {
        if (!answered) {
          throw unknown;
        }
        answered = false;
      }
      shown = Optional.empty();
    }
    throw new ServiceUnavailableException(
        registration,
        Service.STORE,
        "the record changed during each attempt to write it",
        true,
        Optional.empty(),
        null);
  }

  /**
   * Calculates the transition, and writes its result; empty if another node has written in the
   * meantime.
   */
  private Optional<StoreReading> made(
      GrantKey key,
      StoreReading reading,
      Optional<Duration> within,
      BiFunction<Optional<GrantRecord>, StoreTime, Transition> transition) {
    long now = clock.nanoTime();
    StoreTime time = reading.moment().timeAt(now);
    Transition next = transition.apply(reading.record(), time);
    if (next.write().isEmpty()) {
      return Optional.of(reading.done(next.isDone()));
    }
    Write write = next.write().get();
    var revision = new Revision(random.id());
    return isReplaced(key, reading.revision(), write, revision, within.map(time.latest()::plus))
        ? Optional.of(
            new StoreReading(
                true, Optional.of(write.next()), Optional.of(revision), reading.moment().at(now)))
        : Optional.empty();
  }

  private boolean isUsable(StoreReading reading) {
    return clock.nanoTime() - reading.moment().answered() < usable.toNanos();
  }

  private boolean isReplaced(
      GrantKey key,
      Optional<Revision> expected,
      Write write,
      Revision revision,
      Optional<Instant> notAfter) {
    return guard.store(
        "replace",
        () -> {
          StoredGrant encoded = StoredGrantCodec.encode(write.next(), revision);
          StoredGrant next = write.sameDocument() ? encoded.withSameDocument() : encoded;
          return store.replace(key, expected, next, notAfter);
        });
  }
}
