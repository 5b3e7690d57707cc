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

/** A store that goes away when a test says so, and shows what is stored. */
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

  /** From now on nothing is answered. */
  void goDown() {
    down = true;
  }

  /** From now on everything is answered but commits. */
  void refuseCommits() {
    refusesCommits = true;
  }

  /** From now on everything is answered but the next new grant, however often it is tried. */
  void refusePuts() {
    refusedGrant = Optional.empty();
    refusesPuts = true;
  }

  /** The next settlements, puts and tombstones are written, and their answers are lost. */
  void loseAnswers(int count) {
    lostAnswers.set(count);
  }

  /** The next settlements do not arrive. */
  void loseSettlements(int count) {
    lostSettlements.set(count);
  }

  /** The next such answer is lost, and something happens meanwhile. */
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

  /** From now on it has what this one has. */
  void restore(TokenStore backup) {
    real = backup;
  }

  /** How long each credential is to be kept, oldest first. */
  List<Optional<Duration>> retentions() {
    return List.copyOf(retentions);
  }

  /** The next request for the lease stays on its way, and from then on nothing is answered. */
  void holdBackTheLease() {
    holdsBack.set(true);
  }

  /** {@return whether the request that was held back is granted now that it arrives} */
  boolean deliverTheLease() {
    return heldBack.getAndSet(Optional.empty()).orElseThrow().get();
  }

  /** Does something before every step. */
  void beforeStep(Runnable action) {
    beforeStep = action;
  }

  /** From now on each reader of a record sees it like this. */
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

  /** Does something between the server's answer and the commit. */
  void beforeCommit(Runnable action) {
    beforeCommit = action;
  }

  /** Does something between a commit and its acknowledgement. */
  void afterCommit(Runnable action) {
    afterCommit = action;
  }

  /** Does something, once, between the look at a grant and the new one that takes its place. */
  void beforePut(Runnable action) {
    beforePut.set(action);
  }

  /** Does something, once, between the look at a grant and its end. */
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

  /** The record that was asked for last, not counted as a step. */
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

  /** Another node's transition of the record that was asked for last. */
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

  /** From now on the clear fields of a record are shown without this one. */
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
