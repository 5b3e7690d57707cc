// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.rows;

import static io.hexauth.fleet.harness.SharedStore.Kind.POSTGRES;
import static io.hexauth.fleet.harness.SharedStore.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.fleet.harness.Fleet;
import io.hexauth.fleet.harness.Row;
import io.hexauth.fleet.node.Settings;
import io.hexauth.fleet.node.Settings.Pace;
import io.hexauth.ports.spi.FaultPoints.FaultPoint;

/** Rows about nodes that run out of memory or stack during a refresh, and continue to run. */
final class DefectRowsTest {

  @Row(value = "K10 before sending", on = POSTGRES)
  void errorUnderTheLeaseShouldLeaveTheGrantToWhoComesAfterTheHold(Fleet fleet) {
    String alice = fleet.expired();
    fleet.a().throwAt(FaultPoint.AFTER_LEASE.name());
    assertThat(fleet.a().ask(alice).isToken()).isFalse();

    String token = fleet.b().askUntilToken(alice);

    assertThat(fleet.a().ask(alice).token()).as("its threads are in order").isEqualTo(token);
    assertThat(fleet.books().presentations()).containsExactly(1);
    assertThat(fleet.books().familiesRevoked()).isZero();
  }

  @Row(value = "K10 before the commit", on = REDIS)
  void errorWithTheAnswerInHandShouldNotLoseIt(Fleet fleet) {
    String alice = fleet.expired();
    fleet.a().throwAt(FaultPoint.BEFORE_COMMIT.name());
    assertThat(fleet.a().ask(alice).isToken()).isFalse();

    String token = fleet.a().askUntilToken(alice);

    fleet.awaitGeneration(alice, 2);
    assertThat(fleet.b().ask(alice).token()).isEqualTo(token);
    assertThat(fleet.books().presentations()).containsExactly(1);
    assertThat(fleet.books().familiesRevoked()).isZero();
  }

  @Row(value = "K10 in a listener", on = REDIS)
  void errorInAListenerShouldHarmNoCaller(Fleet fleet) {
    String alice = fleet.expired();
    fleet.a().throwAt("LISTENER");

    String token = fleet.a().ask(alice).token();

    assertThat(fleet.b().ask(alice).token()).isEqualTo(token);
    assertThat(fleet.a().refresh(alice).token()).isNotEqualTo(token);
    assertThat(fleet.books().presentations()).containsExactly(1, 1);
  }

  @Row(value = "K10 in a provider", on = POSTGRES)
  void errorInAProviderShouldFreeTheLease(Fleet fleet) {
    String alice = fleet.expired(Pace.QUICK, Settings.PROVIDED);
    fleet.a().throwAt("PROVIDER");
    assertThat(fleet.a().ask(alice).failure()).startsWith("failed:TokenProvider");
    assertThat(fleet.grant(alice).state()).isEqualTo("IDLE");

    String token = fleet.b().askUntilToken(alice);

    assertThat(fleet.a().ask(alice).token()).isEqualTo(token);
    assertThat(fleet.books().presentations()).containsExactly(1);
    assertThat(fleet.books().familiesRevoked()).isZero();
  }
}
