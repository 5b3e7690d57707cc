// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexauth.domain.internal.grant.TokenResult;
import io.hexauth.domain.internal.refresh.Refresh;
import io.hexauth.domain.internal.refresh.RefreshStep;
import io.hexauth.domain.internal.refresh.RefreshStep.Present;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.lifecycle.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One rule of the algorithm, broken.
 *
 * @param rule which, and how
 * @param promise what shows then
 * @param scenario in which it shows
 * @param rules that break it
 */
record BrokenRule(
    String rule, String promise, Scenario scenario, Function<Refresh, Transitions> rules) {

  /** What takes the place of the step that the rules take after a presentation. */
  interface Turn {
    RefreshStep of(Present tried, TokenResult outcome, RefreshStep next);
  }

  /** Rules that take another outcome for the one that there was. */
  static Function<Refresh, Transitions> hearing(UnaryOperator<TokenResult> heard) {
    return refresh ->
        new Transitions(refresh) {
          @Override
          RefreshStep presented(
              Present tried, TokenResult outcome, Duration spent, Duration sinceFirst) {
            return super.presented(tried, heard.apply(outcome), spent, sinceFirst);
          }
        };
  }

  /** Rules that hear what there was, and take another step. */
  static Function<Refresh, Transitions> turning(Turn turn) {
    return refresh ->
        new Transitions(refresh) {
          @Override
          RefreshStep presented(
              Present tried, TokenResult outcome, Duration spent, Duration sinceFirst) {
            return turn.of(tried, outcome, super.presented(tried, outcome, spent, sinceFirst));
          }
        };
  }

  void shouldShow() {
    var explorer = new Explorer(scenario, rules.apply(Explorer.refresh(scenario)));

    assertThatThrownBy(explorer::explore)
        .as(rule)
        .isInstanceOf(Violation.class)
        .hasMessageContaining(promise);
  }

  /** The record as it would be if the lease had been taken. */
  static GrantRecord leasedAlike(GrantRecord r) {
    return r.toBuilder()
        .epoch(r.epoch() + 1)
        .state(GrantState.INTENT)
        .attempt(r.attempt() + 1)
        .lease(Optional.of(new Lease("node", "attempt", World.START.plusSeconds(20))))
        .build();
  }

  @Override
  public String toString() {
    return rule + ": " + promise;
  }
}
