// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.core.model.Scenario.Trouble;
import io.hexauth.domain.registration.RotationPolicy;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The promises I1 to I4 hold in every world that a fleet can reach. */
class RefreshModelTest {

  private static final RotationPolicy STRICT = new RotationPolicy.Strict();
  private static final RotationPolicy GRACE = new RotationPolicy.Grace(Duration.ofSeconds(60));
  private static final RotationPolicy NON_ROTATING = new RotationPolicy.NonRotating();

  static Stream<Scenario> fleets() {
    return Stream.of(ownGrants(), usersGrants(), clocks()).flatMap(all -> all);
  }

  /** Scenarios with imprecise clocks, and with data that the store loses. */
  private static Stream<Scenario> clocks() {
    return Stream.concat(
        Stream.of(
            Scenario.own(2, 1, Trouble.STORE_SLOW, Trouble.CRASH, Trouble.PAUSE),
            Scenario.own(2, 1, Trouble.CLOCK_BACK, Trouble.CRASH),
            Scenario.own(2, 1, Trouble.CLOCK_FORWARD, Trouble.CRASH),
            Scenario.of(2, STRICT, Trouble.STORE_SLOW, Trouble.CRASH, Trouble.PAUSE),
            Scenario.of(2, STRICT, Trouble.STORE_SLOW, Trouble.CLOCK_BACK, Trouble.CRASH),
            Scenario.of(2, STRICT, Trouble.CLOCK_BACK, Trouble.CRASH, Trouble.PAUSE),
            Scenario.of(2, STRICT, Trouble.CLOCK_FORWARD, Trouble.CRASH, Trouble.PAUSE),
            Scenario.of(2, STRICT, Trouble.LEASE_FORGOTTEN, Trouble.CRASH, Trouble.PAUSE)),
        Stream.of(STRICT, GRACE, NON_ROTATING)
            .flatMap(
                policy ->
                    Stream.of(
                        Scenario.of(2, policy, Trouble.STORE_SLOW, Trouble.ANSWER_LOST),
                        Scenario.of(2, policy, Trouble.STORE_SLOW, Trouble.WRITE_LATE),
                        Scenario.of(2, policy, Trouble.STORE_SLOW, Trouble.STORE_SILENT),
                        Scenario.of(2, policy, Trouble.CLOCK_BACK, Trouble.ANSWER_LOST),
                        Scenario.of(2, policy, Trouble.CLOCK_BACK, Trouble.WRITE_LATE),
                        Scenario.of(2, policy, Trouble.CLOCK_FORWARD, Trouble.ANSWER_LOST),
                        Scenario.of(
                            2, policy, Trouble.LEASE_FORGOTTEN, Trouble.NOT_SENT, Trouble.CRASH))));
  }

  /** Scenarios that start with generation 0: a lease on a record without a credential. */
  private static Stream<Scenario> ownGrants() {
    return Stream.of(
        Scenario.own(2, 1),
        Scenario.own(3, 1),
        Scenario.own(3, 1, Trouble.CRASH, Trouble.PAUSE),
        Scenario.own(2, 1, Trouble.CRASH, Trouble.PAUSE, Trouble.ANSWER_LOST),
        Scenario.own(2, 1, Trouble.CRASH, Trouble.PAUSE, Trouble.STORE_SILENT),
        Scenario.own(2, 1, Trouble.CRASH, Trouble.PAUSE, Trouble.WRITE_LATE),
        Scenario.own(2, 1, Trouble.CRASH, Trouble.NOT_SENT, Trouble.REFUSED),
        Scenario.own(2, 1, Trouble.CRASH, Trouble.PAUSE, Trouble.REVOKED),
        Scenario.own(2, 2, Trouble.CRASH, Trouble.RESEALED),
        Scenario.own(2, 2, Trouble.CRASH, Trouble.STORE_FORGETS));
  }

  private static Stream<Scenario> usersGrants() {
    return Stream.of(STRICT, GRACE, NON_ROTATING)
        .flatMap(
            policy ->
                Stream.of(
                    Scenario.of(2, policy),
                    Scenario.of(3, policy),
                    Scenario.of(2, policy, Trouble.CRASH, Trouble.PAUSE),
                    Scenario.of(3, policy, Trouble.CRASH, Trouble.PAUSE),
                    Scenario.of(2, policy, Trouble.CRASH, Trouble.PAUSE, Trouble.ANSWER_LOST),
                    Scenario.of(2, policy, Trouble.CRASH, Trouble.PAUSE, Trouble.STORE_SILENT),
                    Scenario.of(2, policy, Trouble.CRASH, Trouble.PAUSE, Trouble.WRITE_LATE),
                    Scenario.of(2, policy, Trouble.STORE_SILENT, Trouble.WRITE_LATE),
                    Scenario.of(2, policy, Trouble.WRITE_LATE, Trouble.REVOKED),
                    Scenario.of(2, policy, Trouble.RESEALED, Trouble.CRASH, Trouble.PAUSE),
                    Scenario.of(2, policy, Trouble.RESEALED, Trouble.WRITE_LATE),
                    Scenario.of(2, policy, Trouble.RESEALED, Trouble.REVOKED),
                    Scenario.of(2, policy, Trouble.CRASH, Trouble.PAUSE, Trouble.NOT_SENT),
                    Scenario.of(2, policy, Trouble.CRASH, Trouble.PAUSE, Trouble.REFUSED),
                    Scenario.of(2, policy, Trouble.REFUSED_WITHOUT_ERROR),
                    Scenario.of(
                        2,
                        policy,
                        Trouble.CRASH,
                        Trouble.REFUSED_WITHOUT_ERROR,
                        Trouble.REFUSED_WITHOUT_ERROR_AGAIN),
                    Scenario.of(2, policy, Trouble.CRASH, Trouble.PAUSE, Trouble.REVOKED),
                    Scenario.of(2, 2, policy, Trouble.STORE_FORGETS, Trouble.CRASH)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fleets")
  void promisesShouldHoldInEveryWorld(Scenario scenario) {
    int worlds = new Explorer(scenario, new Transitions(Explorer.refresh(scenario))).explore();

    System.out.printf("model: %,9d worlds: %s%n", worlds, scenario);
    assertThat(worlds).isGreaterThan(10);
  }
}
