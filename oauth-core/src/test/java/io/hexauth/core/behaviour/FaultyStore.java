// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.ports.spi.CommitRequest;
import io.hexauth.ports.spi.LeaseRequest;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.ports.spi.SettleRequest;
import io.hexauth.ports.spi.StoreAnswer;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TombstoneRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A store that goes away when a test says so, and shows what is stored. */
final class FaultyStore implements TokenStore {

  private volatile TokenStore real;
  private final AtomicInteger finds = new AtomicInteger();
  private final AtomicInteger leases = new AtomicInteger();
  private final AtomicInteger failedCommits = new AtomicInteger();
  private final AtomicReference<@Nullable GrantKey> last = new AtomicReference<>();
  private volatile UnaryOperator<GrantRecord> tampering = UnaryOperator.identity();
  private final AtomicInteger lostAnswers = new AtomicInteger();
  private final AtomicReference<Runnable> whenLost = new AtomicReference<>(() -> {});
  private final AtomicInteger lostSettlements = new AtomicInteger();
  private volatile boolean down;
  private volatile boolean refusesCommits;
  private final List<Optional<Duration>> retentions = new CopyOnWriteArrayList<>();
  private volatile Runnable beforeStep = () -> {};
  private volatile Runnable beforeCommit = () -> {};
  private volatile Runnable afterCommit = () -> {};
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

  /** The next settlements, puts and tombstones are carried out, and nobody hears of it. */
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

  private StoreAnswer answered(StoreAnswer answer) {
    if (lostAnswers.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      whenLost.getAndSet(() -> {}).run();
      throw new IllegalStateException("The answer was lost");
    }
    return answer;
  }

  void comeBack() {
    down = false;
    refusesCommits = false;
  }

  /** From now on it has what this one has. */
  void restore(TokenStore backup) {
    real = backup;
  }

  /** How long each credential is to be kept, oldest first. */
  List<Optional<Duration>> retentions() {
    return List.copyOf(retentions);
  }

  /** Does something before every step. */
  void beforeStep(Runnable action) {
    beforeStep = action;
  }

  /** From now on whoever reads a record sees it like this. */
  void tamper(UnaryOperator<GrantRecord> change) {
    tampering = change;
  }

  private StoreAnswer tampered(StoreAnswer answer) {
    return new StoreAnswer(answer.done(), answer.record().map(tampering), answer.storeNow());
  }

  /** Does something between the server's answer and the commit. */
  void beforeCommit(Runnable action) {
    beforeCommit = action;
  }

  /** Does something between a commit and its acknowledgement. */
  void afterCommit(Runnable action) {
    afterCommit = action;
  }

  /** Does something, once, between the look at a grant and its end. */
  void beforeTombstone(Runnable action) {
    beforeTombstone.set(action);
  }

  int finds() {
    return finds.get();
  }

  /** What showed somebody the record: look-ups, and requests for the lease. */
  int sights() {
    return finds.get() + leases.get();
  }

  int failedCommits() {
    return failedCommits.get();
  }

  /** The record that was asked for last, behind the back of whoever counts. */
  GrantRecord record() {
    GrantKey key = last.get();
    if (key == null) {
      throw new AssertionError("Nobody has asked for anything yet");
    }
    return real.find(key).record().orElseThrow(() -> new AssertionError("There is no record"));
  }

  @Override
  public StoreAnswer find(GrantKey key) {
    finds.incrementAndGet();
    last.set(key);
    answer();
    return tampered(real.find(key));
  }

  @Override
  public StoreAnswer lease(LeaseRequest request) {
    leases.incrementAndGet();
    last.set(request.key());
    answer();
    return tampered(real.lease(request));
  }

  @Override
  public StoreAnswer commit(CommitRequest request) {
    if (refusesCommits) {
      failedCommits.incrementAndGet();
      throw new IllegalStateException("The connection was lost");
    }
    answer();
    retentions.add(request.retention());
    beforeCommit.run();
    StoreAnswer answer = real.commit(request);
    afterCommit.run();
    return answer;
  }

  @Override
  public StoreAnswer settle(SettleRequest request) {
    answer();
    if (lostSettlements.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException("The connection was lost");
    }
    return answered(real.settle(request));
  }

  @Override
  public StoreAnswer put(PutRequest request) {
    answer();
    retentions.add(request.retention());
    return answered(real.put(request));
  }

  @Override
  public StoreAnswer tombstone(TombstoneRequest request) {
    answer();
    beforeTombstone.getAndSet(() -> {}).run();
    return answered(real.tombstone(request));
  }

  private void answer() {
    beforeStep.run();
    if (down) {
      throw new IllegalStateException("The connection was lost");
    }
  }
}
