// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.rows;

import static io.hexauth.fleet.harness.SharedStore.Kind.POSTGRES;
import static io.hexauth.fleet.harness.SharedStore.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.fleet.harness.Answer;
import io.hexauth.fleet.harness.Fleet;
import io.hexauth.fleet.harness.Row;
import io.hexauth.fleet.node.Settings;
import io.hexauth.fleet.node.Settings.Pace;
import io.hexauth.ports.spi.FaultPoints.FaultPoint;
import io.hexauth.testkit.http.Gate;
import java.time.Duration;

/** Rows about nodes that die at one of the points between two effects of a refresh. */
final class CrashRowsTest {

  @Row(value = "K0", on = POSTGRES)
  void deathBeforeTheLeaseShouldCostNothing(Fleet fleet) {
    String alice = fleet.expired();
    var unused = fleet.standing(fleet.a(), FaultPoint.BEFORE_LEASE, alice);
    fleet.a().kill();

    String token = fleet.b().ask(alice).token();

    assertThat(fleet.c().ask(alice).token()).isEqualTo(token);
    assertThat(fleet.books().presentations()).containsExactly(1);
  }

  @Row(value = "K1", on = REDIS)
  void leaseOfADeadNodeShouldBeTakenOverWhenLeaseAndHoldAreOver(Fleet fleet) {
    shouldBeTakenOverAfterDeathAt(FaultPoint.AFTER_LEASE, fleet);
  }

  @Row(value = "K2", on = POSTGRES)
  void leaseOfANodeThatDiedAboutToSendShouldBeTakenOverWhenLeaseAndHoldAreOver(Fleet fleet) {
    shouldBeTakenOverAfterDeathAt(FaultPoint.BEFORE_SEND, fleet);
  }

  /**
   * Kills a node that has the lease and has sent nothing: another node can refresh the grant after
   * the lease.
   */
  private static void shouldBeTakenOverAfterDeathAt(FaultPoint point, Fleet fleet) {
    String alice = fleet.expired();
    long asked = System.nanoTime();
    var unused = fleet.standing(fleet.a(), point, alice);
    fleet.a().kill();

    String token = fleet.b().askUntilToken(alice);

    assertThat(Duration.ofNanos(System.nanoTime() - asked))
        .isGreaterThan(Pace.QUICK.lease().plus(Pace.QUICK.hold()));
    assertThat(fleet.c().ask(alice).token()).isEqualTo(token);
    assertThat(fleet.grant(alice).generation()).isEqualTo(2);
    assertThat(fleet.books().presentations()).containsExactly(1);
    assertThat(fleet.books().familiesRevoked()).isZero();
  }

  @Row(value = "K3", on = POSTGRES)
  void deathBeforeTheAnswerShouldLoseOneGrantOfAStrictServerAndSaySo(Fleet fleet) {
    String alice = fleet.expired();
    Gate gate = fleet.server().token().holdAnswers();
    var unused = fleet.a().asking(alice);
    gate.awaitArrivals(1);
    fleet.a().kill();
    gate.release();

    assertThat(fleet.b().askUntilFinal(alice))
        .isEqualTo("failed:ReauthorizationRequired:ROTATION_LOST");

    assertThat(fleet.c().ask(alice).failure())
        .isEqualTo("failed:ReauthorizationRequired:ROTATION_LOST");
    assertThat(fleet.grant(alice).state()).isEqualTo("DEAD");
    assertThat(fleet.books().presentations())
        .as("once, and once more after the hold, and then never again")
        .containsExactly(2);
  }

  @Row(value = "K3 with grace", on = REDIS)
  void deathBeforeTheAnswerShouldLoseNothingWhereTheServerGrantsGrace(Fleet fleet) {
    String alice = fleet.expired(Pace.QUICK, Settings.GRACE);
    fleet.server().issue(issuing -> issuing.withGrace(Duration.ofMinutes(1)));
    Gate gate = fleet.server().token().holdAnswers();
    var unused = fleet.a().asking(alice);
    gate.awaitArrivals(1);
    fleet.a().kill();
    gate.release();

    String token = fleet.b().askUntilToken(alice);

    assertThat(fleet.c().ask(alice).token()).isEqualTo(token);
    assertThat(fleet.books().presentations()).containsExactly(2);
    assertThat(fleet.books().familiesRevoked()).isZero();
  }

  @Row(value = "K4", on = REDIS)
  void deathWithTheAnswerInHandShouldLoseOneGrantOfAStrictServerAndSaySo(Fleet fleet) {
    String alice = fleet.expired();
    var unused = fleet.standing(fleet.a(), FaultPoint.AFTER_ANSWER, alice);
    fleet.a().kill();

    assertThat(fleet.b().askUntilFinal(alice))
        .isEqualTo("failed:ReauthorizationRequired:ROTATION_LOST");
    assertThat(fleet.books().presentations()).containsExactly(2);
    assertThat(fleet.grant(alice).generation()).isEqualTo(1);
  }

  @Row(value = "K5", on = REDIS)
  void commitWhoseAcknowledgementWasLostShouldBeRecognised(Fleet fleet) {
    String alice = fleet.expired();
    var asking = fleet.standing(fleet.a(), FaultPoint.BEFORE_COMMIT, alice);
    var cut = fleet.a().store().cutAnswer();
    fleet.a().go(FaultPoint.BEFORE_COMMIT);
    cut.await();

    String token = Fleet.get(asking).token();

    fleet.awaitGeneration(alice, 2);
    assertThat(fleet.b().ask(alice).token()).isEqualTo(token);
    assertThat(fleet.books().presentations()).containsExactly(1);
  }

  @Row(value = "K5 and death", on = POSTGRES)
  void deathBeforeTheAcknowledgementShouldCostNothing(Fleet fleet) {
    String alice = fleet.expired();
    var unused = fleet.standing(fleet.a(), FaultPoint.BEFORE_COMMIT, alice);
    fleet.a().store().holdAnswers();
    fleet.a().go(FaultPoint.BEFORE_COMMIT);
    fleet.awaitGeneration(alice, 2);
    fleet.a().kill();

    String token = fleet.b().ask(alice).token();

    assertThat(fleet.c().ask(alice).token()).isEqualTo(token);
    assertThat(fleet.books().presentations()).containsExactly(1);
  }

  @Row(value = "K6", on = REDIS)
  void deathAfterTheCommitShouldCostNothingAndOthersShouldAnnounce(Fleet fleet) {
    String alice = fleet.expired();
    var unused = fleet.standing(fleet.a(), FaultPoint.AFTER_COMMIT, alice);
    fleet.a().kill();

    String token = fleet.b().ask(alice).token();

    String announced = "ADOPTED 2 " + token.replace("token:", "");
    await()
        .untilAsserted(
            () ->
                assertThat(fleet.b().events(alice))
                    .singleElement()
                    .asString()
                    .startsWith(announced));
    assertThat(fleet.c().ask(alice).token()).isEqualTo(token);
    assertThat(fleet.books().presentations()).containsExactly(1);
  }

  @Row(value = "K11", on = POSTGRES)
  void interruptAfterSendingShouldNotEndTheRefresh(Fleet fleet) {
    String alice = fleet.expired(Pace.CALM, Settings.STRICT);
    Gate gate = fleet.server().token().holdAnswers();
    var asking = fleet.a().asking(alice);
    gate.awaitArrivals(1);

    fleet.a().interruptCallers();
    Answer answer = Fleet.get(asking);
    gate.release();

    assertThat(answer.failure()).isEqualTo("failed:ServiceUnavailable:CLIENT:retryable");
    fleet.awaitGeneration(alice, 2);
    assertThat(fleet.a().ask(alice).token()).isEqualTo(fleet.b().ask(alice).token());
    assertThat(fleet.books().presentations()).containsExactly(1);
  }

  @Row(value = "K12", on = REDIS)
  void terminationDuringARefreshShouldDrainIt(Fleet fleet) {
    String alice = fleet.expired(Pace.CALM, Settings.STRICT);
    Gate gate = fleet.server().token().holdAnswers();
    var unused = fleet.a().asking(alice);
    gate.awaitArrivals(1);

    fleet.a().terminate();
    gate.release();

    assertThat(fleet.a().awaitEnd()).isEqualTo(143);
    await().until(() -> fleet.a().hasSaid("drained"));
    assertThat(fleet.grant(alice).state()).isEqualTo("IDLE");
    assertThat(fleet.grant(alice).generation()).isEqualTo(2);
    assertThat(fleet.b().ask(alice).isToken()).isTrue();
    assertThat(fleet.books().presentations()).containsExactly(1);
  }
}
