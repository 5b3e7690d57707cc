// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.rows;

import static io.hexauth.fleet.harness.SharedStore.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.fleet.harness.Fleet;
import io.hexauth.fleet.harness.Row;
import io.hexauth.ports.spi.FaultPoints.FaultPoint;

/** A node dies at one of the points between two effects. */
final class CrashRowsTest {

  @Row(value = "K1", on = REDIS)
  void leaseOfADeadNodeShouldBeTakenOverWhenLeaseAndHoldAreOver(Fleet fleet) {
    String alice = fleet.expired();
    fleet.a().stopAt(FaultPoint.AFTER_LEASE);
    var unused = fleet.a().asking(alice);
    fleet.a().awaitStoppedAt(FaultPoint.AFTER_LEASE, fleet.key(alice).value());
    fleet.a().kill();

    String token = fleet.b().askUntilToken(alice);

    assertThat(fleet.c().ask(alice).token()).isEqualTo(token);
    assertThat(fleet.grant(alice).generation()).isEqualTo(2);
    assertThat(fleet.books().presentations()).containsExactly(1);
    assertThat(fleet.books().familiesRevoked()).isZero();
  }
}
