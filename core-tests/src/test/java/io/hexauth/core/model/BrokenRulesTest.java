// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import io.hexauth.core.model.Scenario.Trouble;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.internal.grant.TokenFailure;
import io.hexauth.domain.internal.grant.TokenResult;
import io.hexauth.domain.internal.refresh.FailureRecord;
import io.hexauth.domain.internal.refresh.GrantTransitions;
import io.hexauth.domain.internal.refresh.GrantTransitions.Transition;
import io.hexauth.domain.internal.refresh.GrantView;
import io.hexauth.domain.internal.refresh.Refresh;
import io.hexauth.domain.internal.refresh.RefreshRules;
import io.hexauth.domain.internal.refresh.RefreshStep;
import io.hexauth.domain.internal.refresh.RefreshStep.Commit;
import io.hexauth.domain.internal.refresh.RefreshStep.Look;
import io.hexauth.domain.internal.refresh.RefreshStep.Present;
import io.hexauth.domain.internal.refresh.RefreshStep.ServeUnstored;
import io.hexauth.domain.internal.refresh.RefreshStep.Settle;
import io.hexauth.domain.internal.refresh.RefreshStep.WriteBack;
import io.hexauth.domain.internal.refresh.SealedCredential;
import io.hexauth.domain.internal.refresh.StoreTime;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.RotationPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The model detects each broken rule of the algorithm: it finds a world that violates a promise.
 */
class BrokenRulesTest {

  private static final RotationPolicy STRICT = new RotationPolicy.Strict();

  private static BrokenRule broken(
      String rule, String promise, Scenario scenario, Function<Refresh, Transitions> rules) {
    return new BrokenRule(rule, promise, scenario, rules);
  }

  static Stream<BrokenRule> brokenRules() {
    return Stream.concat(Stream.concat(looks(), leases()), Stream.concat(successes(), failures()));
  }

  private static Stream<BrokenRule> looks() {
    return Stream.of(
        broken(
            "R2: what another node has stored is not adopted",
            "requests",
            Scenario.of(2, STRICT),
            refresh ->
                new Transitions(refresh) {
                  @Override
                  RefreshStep seen(GrantView s) {
                    boolean adopts = super.seen(s) instanceof RefreshStep.Adopt;
                    return adopts && s.record().orElseThrow().generation() < 3
                        ? super.seen(
                            new GrantView(
                                s.record(), false, s.refreshable(), s.remembered(), s.storeNow()))
                        : super.seen(s);
                  }
                }),
        broken(
            "R2: what the store has lost is not given back",
            "I1",
            Scenario.of(1, 2, STRICT, Trouble.STORE_FORGETS),
            refresh ->
                new Transitions(refresh) {
                  @Override
                  RefreshStep seen(GrantView s) {
                    return super.seen(
                        new GrantView(
                            s.record(), s.met(), s.refreshable(), Optional.empty(), s.storeNow()));
                  }
                }),
        broken(
            "R2: memory is written back over a tombstone",
            // The store refuses as well, so the node tries forever.
            "waits for ever",
            Scenario.of(2, STRICT, Trouble.REVOKED),
            refresh ->
                new Transitions(refresh) {
                  @Override
                  RefreshStep committed(
                      Commit tried, boolean written, Optional<GrantRecord> record) {
                    return written ? super.committed(tried, true, record) : new Look();
                  }

                  @Override
                  RefreshStep seen(GrantView s) {
                    return s.record().filter(r -> r.state() == GrantState.TOMBSTONE).isPresent()
                        ? new WriteBack(s.record())
                        : super.seen(s);
                  }
                }));
  }

  private static Stream<BrokenRule> leases() {
    return Stream.of(
        broken(
            "R3: without the lease, when it was not taken",
            "I1",
            Scenario.of(2, STRICT),
            refresh ->
                new Transitions(refresh) {
                  @Override
                  RefreshStep leaseRefused(GrantView sight) {
                    return new Present(sight.record().orElseThrow(), false);
                  }
                }),
        broken(
            "R3: an own grant without the lease, when it was not taken",
            "there were 2 requests",
            Scenario.own(2, 1),
            refresh ->
                new Transitions(refresh) {
                  @Override
                  RefreshStep leaseRefused(GrantView sight) {
                    return new Present(sight.record().orElseThrow(), false);
                  }
                }),
        broken(
            "R3: an intent is not left alone for the hold",
            "I1",
            Scenario.of(2, STRICT, Trouble.CRASH),
            refresh ->
                new Transitions(refresh) {
                  @Override
                  RefreshStep seen(GrantView s) {
                    return withoutHold(refresh).seen(s);
                  }

                  @Override
                  Duration hold() {
                    return Duration.ZERO;
                  }
                }),
        broken(
            "R3: a lease whose answer was lost counts as taken",
            "I1",
            Scenario.of(2, STRICT, Trouble.STORE_SILENT, Trouble.WRITE_LATE),
            refresh ->
                new Transitions(refresh) {
                  private Optional<GrantRecord> found = Optional.empty();

                  @Override
                  RefreshStep seen(GrantView s) {
                    found = s.record();
                    return super.seen(s);
                  }

                  @Override
                  RefreshStep start(long known) {
                    return new Look();
                  }

                  @Override
                  RefreshStep leaseUnknown() {
                    return new Present(BrokenRule.leasedAlike(found.orElseThrow()), false);
                  }
                }),
        broken(
            "R4: the lease is not looked at again before the request",
            "I1",
            Scenario.of(2, STRICT, Trouble.PAUSE),
            refresh ->
                new Transitions(refresh) {
                  @Override
                  boolean mayPresent(Duration spent) {
                    return true;
                  }
                }));
  }

  private static Stream<BrokenRule> successes() {
    return Stream.of(
        broken(
            "R6: a token is served before it is stored",
            "I3",
            Scenario.of(2, STRICT),
            BrokenRule.turning(
                (tried, outcome, next) ->
                    next instanceof Commit commit ? new ServeUnstored(commit) : next)),
        broken(
            "R6: a commit does not look at the generation",
            "I2",
            Scenario.of(2, 2, new RotationPolicy.NonRotating(), Trouble.PAUSE),
            refresh ->
                new Transitions(refresh) {
                  @Override
                  Transition commit(
                      Optional<GrantRecord> row,
                      GrantRecord.Version presented,
                      SealedCredential credential,
                      StoreTime time) {
                    return super.commit(row, row.orElseThrow().version(), credential, time);
                  }
                }),
        broken(
            "a store writes what arrives, whatever is there",
            "I2",
            Scenario.of(2, STRICT, Trouble.WRITE_LATE, Trouble.PAUSE),
            refresh ->
                new Transitions(refresh) {
                  @Override
                  boolean arrives(World.Late late, World world) {
                    return true;
                  }
                }),
        broken(
            "a document is sealed again over a generation that was committed after it was listed",
            "I4: a credential changed its content",
            Scenario.of(2, STRICT, Trouble.RESEALED),
            refresh ->
                new Transitions(refresh) {
                  @Override
                  Transition reseal(Optional<GrantRecord> row, GrantRecord listed) {
                    GrantRecord stored = row.orElseThrow();
                    return GrantTransitions.reseal(
                        row,
                        stored.version(),
                        stored.envelope().orElseThrow(),
                        World.resealed(listed.envelope().orElseThrow()));
                  }
                }),
        broken(
            "a document is sealed again in place of a tombstone",
            "a tombstone was overwritten",
            Scenario.of(2, STRICT, Trouble.RESEALED, Trouble.REVOKED),
            refresh ->
                new Transitions(refresh) {
                  @Override
                  Transition reseal(Optional<GrantRecord> row, GrantRecord listed) {
                    return super.reseal(Optional.of(listed), listed);
                  }
                }),
        broken(
            "R6: a token is thrown away when the store does not answer the commit",
            "lost to nothing but",
            Scenario.of(2, STRICT, Trouble.STORE_SILENT, Trouble.WRITE_LATE),
            refresh ->
                new Transitions(refresh) {
                  @Override
                  RefreshStep commitUnknown(Commit tried) {
                    return new RefreshStep.NeedUser(Reason.GRANT_REFUSED, Optional.empty(), false);
                  }
                }));
  }

  private static Stream<BrokenRule> failures() {
    return Stream.of(
        broken(
            "R7: a failure does not look at the epoch",
            "I1",
            Scenario.of(2, STRICT, Trouble.PAUSE, Trouble.NOT_SENT),
            refresh ->
                new Transitions(refresh) {
                  @Override
                  Transition settle(Optional<GrantRecord> row, Settle task, StoreTime time) {
                    return super.settle(row, anyEpoch(task, row.orElseThrow()), time);
                  }
                }),
        broken(
            "R7: invalid_grant condemns whatever generation is stored",
            "I4",
            Scenario.of(2, 2, STRICT, Trouble.PAUSE, Trouble.REFUSED),
            refresh ->
                new Transitions(refresh) {
                  @Override
                  Transition settle(Optional<GrantRecord> row, Settle task, StoreTime time) {
                    GrantRecord stored = row.orElseThrow();
                    boolean later = stored.generation() > task.observed().generation();
                    return super.settle(row, later ? anyEpoch(task, stored) : task, time);
                  }
                }),
        broken(
            "R7: a refusal without an OAuth error lets others present at once",
            "I1",
            Scenario.of(2, STRICT, Trouble.REFUSED_WITHOUT_ERROR),
            refresh -> refusedWithoutError(refresh, GrantState.IDLE)),
        broken(
            "R7: a refusal without an OAuth error condemns the grant",
            "I4",
            Scenario.of(2, STRICT, Trouble.REFUSED_WITHOUT_ERROR),
            refresh -> refusedWithoutError(refresh, GrantState.DEAD)),
        broken(
            "R7: a failure is written again and again",
            "waits for ever",
            Scenario.of(2, STRICT, Trouble.NOT_SENT),
            refresh ->
                new Transitions(refresh) {
                  @Override
                  RefreshStep settled(Settle tried, boolean written) {
                    return tried;
                  }
                }));
  }

  private static Transitions refusedWithoutError(Refresh refresh, GrantState left) {
    return new Transitions(refresh) {
      @Override
      RefreshStep presented(
          Present tried, TokenResult outcome, Duration spent, Duration sinceFirst) {
        return outcome instanceof TokenFailure.RefusedWithoutError
            ? new Settle(
                tried.leased(), new FailureRecord(left, 1, Duration.ZERO, Optional.empty()), true)
            : super.presented(tried, outcome, spent, sinceFirst);
      }
    };
  }

  private static Refresh withoutHold(Refresh refresh) {
    var rules = refresh.rules();
    return new Refresh(
        new RefreshRules(
            rules.lease(),
            Duration.ZERO,
            rules.deadline(),
            rules.tombstoneRetention(),
            rules.rotation(),
            rules.selfObtainable()));
  }

  private static Settle anyEpoch(Settle task, GrantRecord row) {
    return new Settle(row, task.failure(), task.gaveUp());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenRules")
  void modelShouldFindWhereItShows(BrokenRule broken) {
    broken.shouldShow();
  }
}
