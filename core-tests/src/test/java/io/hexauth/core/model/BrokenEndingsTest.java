// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import io.hexauth.core.model.Scenario.Trouble;
import io.hexauth.domain.internal.grant.TokenFailure;
import io.hexauth.domain.internal.refresh.FailureRecord;
import io.hexauth.domain.internal.refresh.GrantView;
import io.hexauth.domain.internal.refresh.Refresh;
import io.hexauth.domain.internal.refresh.RefreshStep;
import io.hexauth.domain.internal.refresh.RefreshStep.Commit;
import io.hexauth.domain.internal.refresh.RefreshStep.Look;
import io.hexauth.domain.internal.refresh.RefreshStep.Present;
import io.hexauth.domain.internal.refresh.RefreshStep.RevokeIssued;
import io.hexauth.domain.internal.refresh.RefreshStep.Settle;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.RotationPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The model detects broken rules for an unknown outcome, and for the end of a grant. */
class BrokenEndingsTest {

  private static final RotationPolicy STRICT = new RotationPolicy.Strict();
  private static final RotationPolicy NON_ROTATING = new RotationPolicy.NonRotating();

  private static BrokenRule broken(
      String rule, String promise, Scenario scenario, Function<Refresh, Transitions> rules) {
    return new BrokenRule(rule, promise, scenario, rules);
  }

  static Stream<BrokenRule> brokenRules() {
    return Stream.concat(unknownOutcomes(), Stream.concat(harmlessOutcomes(), ends()));
  }

  private static Stream<BrokenRule> unknownOutcomes() {
    return Stream.of(
        broken(
            "R8: an unknown outcome leaves the record free at once",
            "I1",
            Scenario.of(2, STRICT, Trouble.ANSWER_LOST),
            BrokenRule.hearing(
                outcome -> outcome instanceof TokenFailure.NoAnswer ? Results.NOT_SENT : outcome)),
        broken(
            "R8: an unknown outcome makes the grant dead",
            "I4",
            Scenario.of(2, STRICT, Trouble.ANSWER_LOST),
            BrokenRule.hearing(
                outcome ->
                    outcome instanceof TokenFailure.NoAnswer ? Results.refused(true) : outcome)),
        broken(
            "R8: the grace of the server is not used",
            "lost to nothing but",
            Scenario.of(2, new RotationPolicy.Grace(Duration.ofSeconds(20)), Trouble.ANSWER_LOST),
            BrokenRule.turning(
                (tried, outcome, next) -> next instanceof Present ? intent(tried) : next)));
  }

  /** Without rotation, nothing can be lost, so no node has to wait for the hold. */
  private static Stream<BrokenRule> harmlessOutcomes() {
    Function<Refresh, Transitions> intentStays =
        BrokenRule.turning(
            (tried, outcome, next) ->
                outcome instanceof TokenFailure.NoAnswer ? intent(tried) : next);
    return Stream.of(
        broken(
            "R8: an unknown outcome keeps others out although the server does not rotate",
            "without a danger",
            Scenario.of(2, NON_ROTATING, Trouble.ANSWER_LOST),
            intentStays),
        broken(
            "R8: an unknown outcome keeps others out although the client can ask again",
            "without a danger",
            Scenario.own(2, 1, Trouble.ANSWER_LOST),
            intentStays));
  }

  private static Settle intent(Present tried) {
    return new Settle(
        tried.leased(),
        new FailureRecord(GrantState.INTENT, 1, Transitions.BACK_OFF, Optional.empty()),
        true);
  }

  private static Stream<BrokenRule> ends() {
    return Stream.of(
        broken(
            "R2: a dead grant is presented",
            "I1: the token of a dead grant",
            Scenario.of(2, STRICT, Trouble.REFUSED),
            refresh ->
                new Transitions(refresh) {
                  @Override
                  RefreshStep seen(GrantView s) {
                    // Simulates a store that accepts a write without the lease, which its contract
                    // forbids.
                    return s.record()
                        .filter(r -> r.state() == GrantState.DEAD)
                        .<RefreshStep>map(r -> new Present(BrokenRule.leasedAlike(r), false))
                        .orElseGet(() -> super.seen(s));
                  }
                }),
        broken(
            "R6: what was issued for a revoked grant is not revoked",
            "lives on",
            Scenario.of(2, STRICT, Trouble.REVOKED),
            BrokenEndingsTest::withoutRevokeIssued),
        broken(
            "R6: what the client obtained while its grant was revoked is not revoked",
            "lives on",
            Scenario.own(2, 1, Trouble.REVOKED),
            BrokenEndingsTest::withoutRevokeIssued));
  }

  private static Transitions withoutRevokeIssued(Refresh refresh) {
    return new Transitions(refresh) {
      @Override
      RefreshStep committed(Commit tried, boolean written, Optional<GrantRecord> record) {
        RefreshStep next = super.committed(tried, written, record);
        return next instanceof RevokeIssued ? new Look() : next;
      }
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenRules")
  void modelShouldFindWhereItShows(BrokenRule broken) {
    broken.shouldShow();
  }
}
