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
 * A rule of the algorithm, in a broken form.
 *
 * @param rule the rule, and how it is broken
 * @param promise the promise that is then violated
 * @param scenario the scenario in which the violation occurs
 * @param rules the broken rules
 */
record BrokenRule(
    String rule, String promise, Scenario scenario, Function<Refresh, Transitions> rules) {

  /** Replacement for the step after a presentation. */
  interface Turn {
    RefreshStep of(Present tried, TokenResult outcome, RefreshStep next);
  }

  /** {@return rules that receive another outcome than the real one} */
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

  /** {@return rules that receive the real outcome and take another step} */
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

  /** {@return the record as it would be with the lease taken} */
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
