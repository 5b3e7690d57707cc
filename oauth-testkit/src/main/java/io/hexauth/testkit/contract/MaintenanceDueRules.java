// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static io.hexauth.testkit.contract.MaintenanceFixture.KEPT;
import static io.hexauth.testkit.contract.MaintenanceFixture.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which grants a sweeper is told of: those that it may refresh, and that need it. */
abstract class MaintenanceDueRules extends MaintenanceRules {

  private static final Duration HOUR = Duration.ofHours(1);

  MaintenanceDueRules(Supplier<MaintenanceFixture> fixture) {
    super(fixture);
  }

  @Test
  final void dueShouldListWhatEndsSoonAndNothingElse() {
    StoreFixture soon = given().grant();
    StoreFixture later = given().grant();
    GrantRecord ending = given().ending(soon, HOUR.minus(MINUTE));
    given().ending(later, HOUR.plus(MINUTE));

    assertThat(given().due(HOUR)).contains(ending);
    assertThat(given().isDue(later, HOUR)).isFalse();
    assertThat(given().isDue(soon, HOUR.dividedBy(2))).isFalse();
  }

  @Test
  final void dueShouldListWhatHasEnded() {
    StoreFixture grant = given().grant();
    given().ending(grant, MINUTE);
    assertThat(given().isDue(grant, Duration.ZERO)).isFalse();

    given().age(HOUR);

    assertThat(given().isDue(grant, Duration.ZERO)).isTrue();
  }

  @Test
  final void dueShouldGoByTheStoresTimeWhenItIsAskedAgain() {
    StoreFixture grant = given().grant();
    given().ending(grant, HOUR.multipliedBy(2));
    assertThat(given().isDue(grant, HOUR)).isFalse();

    given().age(HOUR.plus(MINUTE));

    assertThat(given().isDue(grant, HOUR)).isTrue();
  }

  @Test
  final void dueShouldNotListWhatNeverEnds() {
    StoreFixture grant = given().grant();
    given().put(grant, Optional.empty(), Optional.empty());
    assertThat(given().isDue(grant, Duration.ofDays(36_500))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(GrantState.class)
  final void dueShouldListIdleGrantsOnly(GrantState state) {
    StoreFixture grant = given().grant();
    grant.in(state);
    assertThat(given().isDue(grant, StoreFixture.DAY.multipliedBy(2)))
        .isEqualTo(state == GrantState.IDLE);
  }

  @Test
  final void dueShouldNotListGenerationZero() {
    StoreFixture grant = given().grant();
    GrantRecord created = grant.done(store().lease(grant.creation()));
    assertThat(store().settle(grant.settle(created, GrantState.IDLE)).done()).isTrue();
    assertThat(given().isDue(grant, StoreFixture.DAY)).isFalse();
  }

  @Test
  final void dueShouldNotListWhatPausesUntilThePauseIsOver() {
    StoreFixture grant = given().grant();
    GrantRecord leased = grant.leased(given().ending(grant, MINUTE));
    assertThat(store().settle(grant.settle(leased, GrantState.IDLE, HOUR)).done()).isTrue();
    assertThat(given().isDue(grant, StoreFixture.DAY)).isFalse();

    given().age(HOUR.plus(MINUTE));

    assertThat(given().isDue(grant, StoreFixture.DAY)).isTrue();
  }

  @Test
  final void dueShouldGoByTheNewestToken() {
    StoreFixture grant = given().grant();
    GrantRecord first = given().ending(grant, MINUTE);
    grant.done(store().commit(grant.commit(first.version())));
    assertThat(given().isDue(grant, HOUR)).isFalse();
    assertThat(given().isDue(grant, StoreFixture.DAY.plus(HOUR))).isTrue();
  }

  @Test
  final void dueShouldNotListWhatIsOver() {
    StoreFixture grant = given().grant();
    given().kept(grant, KEPT);
    given().age(KEPT.plus(MINUTE));
    assertThat(given().isDue(grant, HOUR)).isFalse();
  }
}
