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
 * Takes stored grants from one state to the next: reads, lets {@link
 * io.hexauth.domain.internal.refresh.GrantTransitions} decide, and writes by compare-and-set. After
 * a lost race, and once after a step without an answer, it reads and decides again: the transition
 * recognises a write that has arrived.
 */
public final class GrantStore {

  /**
   * Each further try follows a write of another node; so many in a row mean that something is
   * wrong.
   */
  private static final int MOST_TRIES = 20;

  private final TokenStore store;
  private final ClientRegistrationId registration;
  private final Guard guard;
  private final OAuthClock clock;
  private final RandomSource random;
  private final Duration usable;

  /**
   * @param lease how long one is; a reading is used for half of that
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

  /** Makes a reading of a record that came in another way, such as a listing. */
  public StoreReading read(GrantKey key, Optional<StoredGrant> stored, ClockReading moment) {
    Instant now = moment.timeAt(moment.answered()).earliest();
    Optional<GrantRecord> record =
        stored
            .map(grant -> StoredGrantCodec.decode(registration, key, grant))
            .filter(r -> !r.isOver(now));
    return new StoreReading(record.isPresent(), record, stored.map(StoredGrant::revision), moment);
  }

  /** A transition that may be written at any time. */
  public StoreReading apply(
      GrantKey key,
      Optional<StoreReading> known,
      BiFunction<Optional<GrantRecord>, StoreTime, Transition> transition) {
    return apply(key, known, Optional.empty(), transition);
  }

  /**
   * Makes a transition.
   *
   * @param known what the store has shown, which saves a look
   * @param within how long the write may take to arrive; the store refuses it later
   * @param transition decides, by what is stored and by the store's clock; asked again, it must
   *     recognise what it has written
   * @throws ServiceUnavailableException if the store did not answer twice, so that it is not known
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

  /** Decides, and writes if that is decided; empty after a lost race. */
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
