// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.rows;

import static io.hexauth.fleet.harness.SharedStore.Kind.POSTGRES;
import static io.hexauth.fleet.harness.SharedStore.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.fleet.harness.Fleet;
import io.hexauth.fleet.harness.Row;
import io.hexauth.ports.spi.FaultPoints.FaultPoint;
import io.hexauth.testkit.server.Rotation;

/** Rows about nodes that freeze until after their lease, and then continue. */
final class PauseRowsTest {

  @Row(value = "P1", on = REDIS)
  void sleeperThatHasSentNothingShouldSendNothingAndAdopt(Fleet fleet) {
    String alice = fleet.expired();
    var sleeper = fleet.standing(fleet.a(), FaultPoint.AFTER_LEASE, alice);
    fleet.a().freeze();

    String token = fleet.b().askUntilToken(alice);
    fleet.a().go(FaultPoint.AFTER_LEASE);
    fleet.a().thaw();

    assertThat(Fleet.get(sleeper).token()).isEqualTo(token);
    assertThat(fleet.books().presentations()).containsExactly(1);
    assertThat(fleet.grant(alice).generation()).isEqualTo(2);
  }

  @Row(value = "P1b", on = POSTGRES)
  void sleeperBetweenCheckAndWriteShouldSendNothingAndAdopt(Fleet fleet) {
    String alice = fleet.expired();
    var sleeper = fleet.standing(fleet.a(), FaultPoint.BEFORE_SEND, alice);
    fleet.a().freeze();

    String token = fleet.b().askUntilToken(alice);
    fleet.a().go(FaultPoint.BEFORE_SEND);
    fleet.a().thaw();

    assertThat(Fleet.get(sleeper).token()).as("what the other node has").isEqualTo(token);
    assertThat(fleet.grant(alice).generation()).isEqualTo(2);
    assertThat(fleet.grant(alice).state()).as("I4").isEqualTo("IDLE");
    assertThat(fleet.books().presentations()).containsExactly(1);
    assertThat(fleet.books().familiesRevoked()).isZero();
  }

  @Row(value = "P4", on = POSTGRES)
  void sleeperWithTheAnswerInHandShouldCommitIt(Fleet fleet) {
    String alice = fleet.expired();
    var sleeper = fleet.standing(fleet.a(), FaultPoint.AFTER_ANSWER, alice);
    fleet.a().freeze();
    assertThat(fleet.b().ask(alice).failure())
        .as("no node presents within lease and hold")
        .contains("retryable");
    fleet.a().go(FaultPoint.AFTER_ANSWER);
    fleet.a().thaw();

    String token = Fleet.get(sleeper).token();

    assertThat(fleet.b().askUntilToken(alice)).isEqualTo(token);
    assertThat(fleet.grant(alice).generation()).isEqualTo(2);
    assertThat(fleet.books().presentations()).containsExactly(1);
  }

  @Row(value = "P4 after a recovery", on = REDIS)
  void sleeperShouldBringALostRotationBackToLife(Fleet fleet) {
    String alice = fleet.expired();
    fleet.server().issue(issuing -> issuing.withRotation(Rotation.LENIENT));
    var sleeper = fleet.standing(fleet.a(), FaultPoint.AFTER_ANSWER, alice);
    fleet.a().freeze();
    assertThat(fleet.b().askUntilFinal(alice))
        .isEqualTo("failed:ReauthorizationRequired:ROTATION_LOST");
    assertThat(fleet.grant(alice).state()).isEqualTo("DEAD");

    fleet.a().go(FaultPoint.AFTER_ANSWER);
    fleet.a().thaw();

    String token = Fleet.get(sleeper).token();
    assertThat(fleet.grant(alice).state()).isEqualTo("IDLE");
    assertThat(fleet.b().ask(alice).token()).isEqualTo(token);
    assertThat(fleet.books().presentations()).containsExactly(2);
  }
}
