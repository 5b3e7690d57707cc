// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Rules for races of many threads on one key, on two nodes: one thread wins, and the record is the
 * one that it wrote.
 */
abstract class StoreRaceRules extends Rules<StoreFixture> {

  private static final int THREADS = 16;
  private static final int ROUNDS = 5;
  private static final int COUNTERS = 8;
  private static final int INCREMENTS = 50;
  private static final int MANY = 10_000;

  StoreRaceRules(Supplier<StoreFixture> fixture) {
    super(fixture);
  }

  @Test
  final void oneShouldCreateTheRecord() {
    for (int round = 0; round < ROUNDS; round++) {
      oneWins(given().another(), Optional.empty());
    }
  }

  @Test
  final void oneShouldReplaceTheRecord() {
    for (int round = 0; round < ROUNDS; round++) {
      StoreFixture fixture = given().another();
      oneWins(fixture, Optional.of(fixture.created().revision()));
    }
  }

  private static void oneWins(StoreFixture fixture, Optional<Revision> expected) {
    List<StoredGrant> nexts =
        IntStream.range(0, THREADS).mapToObj(i -> fixture.draft().build()).toList();
    List<Boolean> written =
        Race.run(
            THREADS,
            i ->
                fixture
                    .onNode(i)
                    .store()
                    .replace(fixture.key(), expected, nexts.get(i), Optional.empty()));
    assertThat(written).as("how many have won").containsOnlyOnce(true);
    fixture.holds(nexts.get(written.indexOf(true)));
  }

  /** Finds stores with a cache, or with a replica that lags: they return an older record. */
  @Test
  final void findShouldSeeEveryWriteOfTheOtherNode() {
    StoredGrant last = given().created();
    for (int i = 0; i < INCREMENTS; i++) {
      last = given().onNode(i).replaced(last, GrantDraft.of(last).set("epoch", "" + i));
    }
  }

  @Test
  final void countersShouldLoseNoIncrement() {
    StoreFixture fixture = given();
    fixture.created(fixture.draft().set("counter", "0"));
    Race.run(
        COUNTERS,
        i -> {
          for (int n = 0; n < INCREMENTS; n++) {
            increment(fixture.onNode(i));
          }
          return true;
        });
    assertThat(fixture.stored().fields()).containsEntry("counter", "" + COUNTERS * INCREMENTS);
  }

  /**
   * Increments the number until a write succeeds. The loop ends, because each lost race is the
   * success of another thread.
   */
  private static void increment(StoreFixture node) {
    boolean written = false;
    for (int tries = 0; !written; tries++) {
      assertThat(tries).as("lost races").isLessThan(MANY);
      StoredGrant seen = node.stored();
      int counter = Integer.parseInt(seen.fields().getOrDefault("counter", "")) + 1;
      written = node.replace(seen, GrantDraft.of(seen).set("counter", "" + counter).build());
    }
  }
}
