// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import io.hexauth.core.model.Scenario.Trouble;
import io.hexauth.domain.internal.refresh.FailureRecord;
import io.hexauth.domain.internal.refresh.GrantTransitions.Transition;
import io.hexauth.domain.internal.refresh.GrantView;
import io.hexauth.domain.internal.refresh.LeaseTerms;
import io.hexauth.domain.internal.refresh.Refresh;
import io.hexauth.domain.internal.refresh.RefreshStep;
import io.hexauth.domain.internal.refresh.RefreshStep.Settle;
import io.hexauth.domain.internal.refresh.StoreTime;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.RotationPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The model detects broken rules that matter only if a read and a write are two steps, or if clocks
 * are imprecise.
 */
class BrokenClocksTest {

  private static final RotationPolicy STRICT = new RotationPolicy.Strict();

  static Stream<BrokenRule> brokenRules() {
    return Stream.of(
        broken(
            "a lease ends by the earliest time that the store's clock can show",
            Scenario.of(2, STRICT, Trouble.STORE_SLOW, Trouble.CRASH, Trouble.PAUSE),
            refresh -> leasing(refresh, StoreTime::earliest)),
        broken(
            "the lease of another node is judged by the latest time",
            Scenario.of(2, STRICT, Trouble.STORE_SLOW, Trouble.CRASH, Trouble.PAUSE),
            refresh -> leasing(refresh, StoreTime::latest)),
        broken(
            "R7: a failure looks at the epoch alone, and not at the attempt",
            Scenario.of(2, STRICT, Trouble.LEASE_FORGOTTEN, Trouble.NOT_SENT, Trouble.CRASH),
            BrokenClocksTest::settlingByEpoch),
        broken(
            "R3: a lease of a clock that was set back is ended without a pause",
            Scenario.of(2, STRICT, Trouble.CLOCK_BACK, Trouble.CRASH),
            BrokenClocksTest::endingAtOnce),
        broken(
            "a write does not compare what is stored with what was shown",
            Scenario.of(2, STRICT),
            BrokenClocksTest::comparingNothing));
  }

  private static BrokenRule broken(
      String rule, Scenario scenario, Function<Refresh, Transitions> rules) {
    return new BrokenRule(rule, "I1", scenario, rules);
  }

  private static Transitions leasing(Refresh refresh, Function<StoreTime, Instant> only) {
    return new Transitions(refresh) {
      @Override
      Transition lease(Optional<GrantRecord> row, LeaseTerms terms, StoreTime time) {
        return super.lease(row, terms, StoreTime.of(only.apply(time)));
      }
    };
  }

  private static Transitions settlingByEpoch(Refresh refresh) {
    return new Transitions(refresh) {
      @Override
      Transition settle(Optional<GrantRecord> row, Settle task, StoreTime time) {
        GrantRecord anyAttempt =
            task.observed().toBuilder().lease(row.flatMap(GrantRecord::lease)).build();
        return super.settle(row, new Settle(anyAttempt, task.failure(), task.gaveUp()), time);
      }
    };
  }

  private static Transitions endingAtOnce(Refresh refresh) {
    return new Transitions(refresh) {
      @Override
      RefreshStep seen(GrantView sight) {
        var free = new FailureRecord(GrantState.INTENT, 1, Duration.ZERO, Optional.empty());
        RefreshStep next = super.seen(sight);
        return next instanceof Settle cut ? new Settle(cut.observed(), free, false) : next;
      }
    };
  }

  private static Transitions comparingNothing(Refresh refresh) {
    return new Transitions(refresh) {
      @Override
      boolean isUnchanged(Reading shown, World world) {
        return true;
      }
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenRules")
  void modelShouldFindWhereItShows(BrokenRule broken) {
    broken.shouldShow();
  }
}
