// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import io.hexauth.core.internal.storage.StoredGrantCodec;
import io.hexauth.domain.internal.refresh.GrantTransitions.Transition;
import io.hexauth.domain.internal.refresh.GrantTransitions.Write;
import io.hexauth.domain.internal.refresh.StoreTime;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.spi.Reading;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Store that fails on request of a test, and shows its records. */
final class FaultyStore implements TokenStore {

  private static final ClientRegistrationId ANY = ClientRegistrationId.of("any");

  private volatile TokenStore real;
  private final AtomicInteger finds = new AtomicInteger();
  private final AtomicInteger failedCommits = new AtomicInteger();
  private final AtomicInteger refusedPuts = new AtomicInteger();
  private final AtomicReference<@Nullable GrantKey> last = new AtomicReference<>();
  private volatile UnaryOperator<GrantRecord> tampering = UnaryOperator.identity();
  private final AtomicInteger lostAnswers = new AtomicInteger();
  private final AtomicReference<Runnable> whenLost = new AtomicReference<>(() -> {});
  private final AtomicInteger lostSettlements = new AtomicInteger();
  private final AtomicBoolean holdsBack = new AtomicBoolean();
  private final AtomicReference<Optional<Supplier<Boolean>>> heldBack =
      new AtomicReference<>(Optional.empty());
  private volatile boolean down;
  private volatile String damaged = "";
  private int writes;
  private volatile boolean refusesCommits;
  private volatile Optional<String> refusedGrant = Optional.empty();
  private volatile boolean refusesPuts;
  private final List<Optional<Duration>> retentions = new CopyOnWriteArrayList<>();
  private volatile Runnable beforeStep = () -> {};
  private volatile Runnable beforeCommit = () -> {};
  private volatile Runnable afterCommit = () -> {};
  private final AtomicReference<Runnable> beforePut = new AtomicReference<>(() -> {});
  private final AtomicReference<Runnable> beforeTombstone = new AtomicReference<>(() -> {});

  FaultyStore(TokenStore real) {
    this.real = real;
  }

  /** Makes all calls fail. */
  void goDown() {
    down = true;
  }

  /** Makes commits fail, and no other call. */
  void refuseCommits() {
    refusesCommits = true;
  }

  /** Makes the next new grant fail, on all attempts, and no other call. */
  void refusePuts() {
    refusedGrant = Optional.empty();
    refusesPuts = true;
  }

  /** Writes the next settlements, new grants and tombstones, and loses their answers. */
  void loseAnswers(int count) {
    lostAnswers.set(count);
  }

  /** Loses the next settlements before they are written. */
  void loseSettlements(int count) {
    lostSettlements.set(count);
  }

  /** Loses the next such answer, and runs an action before the failure. */
  void loseAnswer(Runnable meanwhile) {
    whenLost.set(meanwhile);
    loseAnswers(1);
  }

  private boolean answered(boolean written) {
    if (lostAnswers.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      whenLost.getAndSet(() -> {}).run();
      throw new IllegalStateException("The answer was lost");
    }
    return written;
  }

  void comeBack() {
    down = false;
    refusesCommits = false;
    refusesPuts = false;
  }

  /** Replaces all records by those of a backup. */
  void restore(TokenStore backup) {
    real = backup;
  }

  /** Retention of each written credential, oldest first. */
  List<Optional<Duration>> retentions() {
    return List.copyOf(retentions);
  }

  /** Holds back the next request for the lease, and makes all later calls fail. */
  void holdBackTheLease() {
    holdsBack.set(true);
  }

  /** {@return true if the lease that was held back is granted on delivery} */
  boolean deliverTheLease() {
    return heldBack.getAndSet(Optional.empty()).orElseThrow().get();
  }

  /** Runs an action before every step. */
  void beforeStep(Runnable action) {
    beforeStep = action;
  }

  /** Makes readers see a changed record. */
  void tamper(UnaryOperator<GrantRecord> change) {
    tampering = change;
  }

  private Reading tampered(GrantKey key, Reading reading) {
    return new Reading(
        reading
            .grant()
            .map(
                grant ->
                    StoredGrantCodec.encode(
                        tampering.apply(StoredGrantCodec.decode(ANY, key, grant)),
                        grant.revision())),
        reading.storeNow());
  }

  /** Runs an action between the server's answer and the commit. */
  void beforeCommit(Runnable action) {
    beforeCommit = action;
  }

  /** Runs an action between a commit and its acknowledgement. */
  void afterCommit(Runnable action) {
    afterCommit = action;
  }

  /**
   * Runs an action once, between the read of a grant and the write of the new grant that replaces
   * it.
   */
  void beforePut(Runnable action) {
    beforePut.set(action);
  }

  /** Runs an action once, between the read of a grant and the write of its tombstone. */
  void beforeTombstone(Runnable action) {
    beforeTombstone.set(action);
  }

  int finds() {
    return finds.get();
  }

  int failedCommits() {
    return failedCommits.get();
  }

  int refusedPuts() {
    return refusedPuts.get();
  }

  /** The record that was read last. This call does not count as a step. */
  GrantRecord record() {
    GrantKey key = last.get();
    if (key == null) {
      throw new AssertionError("No record was asked for yet");
    }
    return real.find(key)
        .grant()
        .map(grant -> StoredGrantCodec.decode(ANY, key, grant))
        .orElseThrow(() -> new AssertionError("There is no record"));
  }

  /** Writes a transition of another node to the record that was read last. */
  void write(BiFunction<Optional<GrantRecord>, StoreTime, Transition> transition) {
    GrantRecord record = record();
    Reading reading = real.find(record.key());
    Transition next = transition.apply(Optional.of(record), StoreTime.of(reading.storeNow()));
    StoredGrant written =
        StoredGrantCodec.encode(((Write) next).next(), new Revision("written" + writes++));
    if (!real.replace(
        record.key(), reading.grant().map(StoredGrant::revision), written, Optional.empty())) {
      throw new AssertionError("The record has changed meanwhile");
    }
  }

  /** Hides this clear field of all records. */
  void damage(String field) {
    damaged = field;
  }

  private Reading damaged(Reading reading) {
    return new Reading(
        reading
            .grant()
            .map(
                grant -> {
                  var fields = new HashMap<>(grant.fields());
                  fields.remove(damaged);
                  return StoredGrant.of(grant.revision(), fields, grant.document());
                }),
        reading.storeNow());
  }

  @Override
  public Reading find(GrantKey key) {
    finds.incrementAndGet();
    last.set(key);
    answer();
    return damaged(tampered(key, real.find(key)));
  }

  @Override
  public boolean replace(
      GrantKey key, Optional<Revision> expected, StoredGrant next, Optional<Instant> notAfter) {
    last.set(key);
    Supplier<Boolean> write = () -> real.replace(key, expected, next, notAfter);
    return switch (StoreWrite.of(real.find(key).grant(), next)) {
      case LEASE -> {
        answer();
        if (holdsBack.getAndSet(false)) {
          heldBack.set(Optional.of(write));
          down = true;
          throw new IllegalStateException("The connection was lost");
        }
        yield write.get();
      }
      case RESEAL -> {
        answer();
        yield write.get();
      }
      case COMMIT -> committed(next, write);
      case SETTLE -> {
        answer();
        if (lostSettlements.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          throw new IllegalStateException("The connection was lost");
        }
        yield answered(write.get());
      }
      case PUT -> {
        answer();
        if (refusesPuts && isRefused(next.fields().get("grant_id"))) {
          refusedPuts.incrementAndGet();
          throw new IllegalStateException("The connection was lost");
        }
        beforePut.getAndSet(() -> {}).run();
        retentions.add(StoreWrite.retention(next));
        yield answered(write.get());
      }
      case TOMBSTONE -> {
        answer();
        beforeTombstone.getAndSet(() -> {}).run();
        yield answered(write.get());
      }
    };
  }

  private boolean isRefused(String grantId) {
    refusedGrant = refusedGrant.or(() -> Optional.of(grantId));
    return refusedGrant.get().equals(grantId);
  }

  private boolean committed(StoredGrant next, Supplier<Boolean> write) {
    if (refusesCommits) {
      failedCommits.incrementAndGet();
      throw new IllegalStateException("The connection was lost");
    }
    answer();
    retentions.add(StoreWrite.retention(next));
    beforeCommit.run();
    boolean written = write.get();
    afterCommit.run();
    return written;
  }

  private void answer() {
    beforeStep.run();
    if (down) {
      throw new IllegalStateException("The connection was lost");
    }
  }
}
