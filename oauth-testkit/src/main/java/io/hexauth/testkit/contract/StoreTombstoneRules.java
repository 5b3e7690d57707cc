// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The end of a grant, which nothing but a new grant undoes. */
abstract class StoreTombstoneRules extends StoreRules {

  StoreTombstoneRules(Supplier<StoreFixture> fixture) {
    super(fixture);
  }

  @ParameterizedTest
  @EnumSource(
      value = GrantState.class,
      names = {"IDLE", "INTENT", "DEAD"})
  final void tombstoneShouldEndAGrantInAnyState(GrantState state) {
    GrantRecord there = given().in(state);

    GrantRecord record = given().done(store().tombstone(given().tombstone(there.version())));

    assertThat(record.state()).isEqualTo(GrantState.TOMBSTONE);
    assertThat(record.version()).isEqualTo(there.version());
    assertThat(record.envelope()).isEmpty();
    assertThat(record.lease()).isEmpty();
    assertThat(record.createdAt()).isEqualTo(there.createdAt());
  }

  @Test
  final void tombstoneShouldEndGenerationZero() {
    GrantRecord created = given().done(store().lease(given().creation()));
    GrantRecord record = given().done(store().tombstone(given().tombstone(created.version())));
    assertThat(record.generation()).isZero();
    assertThat(record.state()).isEqualTo(GrantState.TOMBSTONE);
  }

  @Test
  final void tombstoneShouldChangeNothingWhenRepeated() {
    GrantRecord there = given().in(GrantState.TOMBSTONE);
    assertThat(given().done(store().tombstone(given().tombstone(there.version()))))
        .isEqualTo(there);
  }

  @Test
  final void tombstoneShouldRefuseAnotherGrantId() {
    GrantRecord there = given().created();
    given().refused(store().tombstone(given().tombstone(StoreFixture.newVersion())), there);
  }

  @Test
  final void tombstoneShouldRefuseAnotherGeneration() {
    GrantRecord seen = given().leased();
    GrantRecord there = given().done(store().commit(given().commit(seen.version())));
    given().refused(store().tombstone(given().tombstone(seen.version())), there);
  }

  @Test
  final void tombstoneShouldNotAnswerForTheTombstoneOfAnotherGrant() {
    GrantRecord there = given().in(GrantState.TOMBSTONE);
    given().refused(store().tombstone(given().tombstone(StoreFixture.newVersion())), there);
  }

  @Test
  final void tombstoneShouldCreateNothing() {
    given().refusedWithNothing(store().tombstone(given().tombstone(StoreFixture.newVersion())));
  }

  @Test
  final void tombstoneShouldWinOverEveryWriteThatComesLate() {
    GrantRecord leased = given().leased();
    GrantRecord tombstone = given().done(store().tombstone(given().tombstone(leased.version())));

    given().refused(store().commit(given().commit(leased.version())), tombstone);
    given().refused(store().settle(given().settle(leased, GrantState.IDLE)), tombstone);
    given().refused(store().lease(given().lease(leased.version())), tombstone);
    given().refused(store().lease(given().creation()), tombstone);
    given().refused(store().put(given().put(Optional.empty())), tombstone);
  }

  @Test
  final void tombstoneShouldNotLetTheAttemptItInterruptedGoOn() {
    var request = given().lease(given().created().version());
    GrantRecord leased = given().done(store().lease(request));
    GrantRecord tombstone = given().done(store().tombstone(given().tombstone(leased.version())));
    given().refused(store().lease(request), tombstone);
  }
}
