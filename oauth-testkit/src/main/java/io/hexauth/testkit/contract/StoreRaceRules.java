// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantRecord.Version;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.spi.LeaseRequest;
import io.hexauth.ports.spi.StoreAnswer;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Many at once on one key: one winner, and everybody else sees what the winner wrote. */
abstract class StoreRaceRules extends StoreRules {

  private static final int THREADS = 16;
  private static final int ROUNDS = 5;

  StoreRaceRules(Supplier<StoreFixture> fixture) {
    super(fixture);
  }

  @Test
  final void oneShouldCreateTheRecord() {
    oneWins(f -> Optional.empty(), (f, version) -> store().lease(f.creation()));
  }

  @Test
  final void oneShouldTakeTheLease() {
    oneWins(f -> Optional.of(f.created()), (f, version) -> store().lease(f.lease(version)));
  }

  @Test
  final void oneShouldRecoverAnIntent() {
    StoreFixture fixture = given();
    GrantRecord leased = fixture.leased();
    fixture.age(StoreFixture.LEASE.plus(StoreFixture.HOLD).plusMinutes(1));
    List<StoreAnswer> answers =
        Race.run(THREADS, i -> store().lease(fixture.lease(leased.version())));
    assertThat(answers).filteredOn(StoreAnswer::done).hasSize(1);
    assertThat(fixture.stored().epoch()).isEqualTo(leased.epoch() + 1);
  }

  @Test
  final void oneShouldCommit() {
    oneWins(f -> Optional.of(f.leased()), (f, version) -> store().commit(f.commit(version)));
  }

  @Test
  final void oneShouldPut() {
    oneWins(f -> Optional.empty(), (f, version) -> store().put(f.put(Optional.empty())));
  }

  @Test
  final void oneShouldReplace() {
    oneWins(f -> Optional.of(f.leased()), (f, version) -> store().put(f.put(Optional.of(version))));
  }

  @Test
  final void theSameAttemptShouldCountOnce() {
    for (int round = 0; round < ROUNDS; round++) {
      StoreFixture fixture = another();
      GrantRecord before = fixture.created();
      LeaseRequest request = fixture.lease(before.version());
      List<StoreAnswer> answers = Race.run(THREADS, i -> store().lease(request));
      assertThat(answers).allMatch(StoreAnswer::done);
      assertThat(fixture.stored().epoch()).isEqualTo(before.epoch() + 1);
      assertThat(fixture.stored().attempt()).isEqualTo(1);
    }
  }

  @Test
  final void aTombstoneShouldBeWhatRemainsOfAnyRace() {
    for (int round = 0; round < ROUNDS; round++) {
      StoreFixture fixture = another();
      GrantRecord leased = fixture.leased();
      Race.run(
          THREADS,
          i ->
              switch (i % 4) {
                case 0 -> buried(fixture);
                case 1 -> store().commit(fixture.commit(leased.version()));
                case 2 -> store().settle(fixture.settle(leased, GrantState.IDLE));
                default -> store().lease(fixture.lease(leased.version()));
              });
      assertThat(fixture.stored().state()).isEqualTo(GrantState.TOMBSTONE);
    }
  }

  /** Whoever ends a grant tries again as long as others commit: each can, once. */
  private StoreAnswer buried(StoreFixture fixture) {
    StoreAnswer answer = store().tombstone(fixture.tombstone(fixture.stored().version()));
    for (int i = 0; i < THREADS && !answer.done(); i++) {
      answer = store().tombstone(fixture.tombstone(fixture.stored().version()));
    }
    return answer;
  }

  @Test
  final void generationsShouldOnlyGrowByOneForEveryCommitThatIsDone() {
    StoreFixture fixture = given();
    GrantRecord first = fixture.created();
    List<Integer> done =
        Race.run(
            THREADS,
            i -> {
              int mine = 0;
              for (int round = 0; round < ROUNDS; round++) {
                GrantRecord seen = fixture.stored();
                mine += store().commit(fixture.commit(seen.version())).done() ? 1 : 0;
              }
              return mine;
            });
    long total = done.stream().mapToInt(Integer::intValue).sum();
    assertThat(fixture.stored().generation()).isEqualTo(first.generation() + total);
  }

  private StoreFixture another() {
    return new StoreFixture(store(), given()::age);
  }

  private void oneWins(
      Function<StoreFixture, Optional<GrantRecord>> start,
      BiFunction<StoreFixture, Version, StoreAnswer> step) {
    for (int round = 0; round < ROUNDS; round++) {
      StoreFixture fixture = another();
      Version version =
          start
              .apply(fixture)
              .map(GrantRecord::version)
              .orElseGet(() -> new Version(StoreFixture.newGrantId(), 0));
      List<StoreAnswer> answers = Race.run(THREADS, i -> step.apply(fixture, version));
      List<StoreAnswer> winners = answers.stream().filter(StoreAnswer::done).toList();
      assertThat(winners).hasSize(1);
      GrantRecord won = winners.get(0).record().orElseThrow();
      assertThat(fixture.stored()).isEqualTo(won);
      assertThat(answers).allSatisfy(a -> assertThat(a.record()).contains(won));
    }
  }
}
