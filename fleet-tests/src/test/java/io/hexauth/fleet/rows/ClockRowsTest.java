// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.rows;

import static io.hexauth.fleet.harness.SharedStore.Kind.POSTGRES;
import static io.hexauth.fleet.harness.SharedStore.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.fleet.harness.Fleet;
import io.hexauth.fleet.harness.Member;
import io.hexauth.fleet.harness.Row;
import io.hexauth.ports.spi.FaultPoints.FaultPoint;
import java.time.Duration;

/** Rows about clocks that are wrong. */
final class ClockRowsTest {

  @Row(value = "C1", on = POSTGRES)
  void wrongClockOfANodeShouldChangeNothing(Fleet fleet) {
    String ahead = fleet.expired();
    String behind = fleet.expired();
    Member node = fleet.a();
    try {
      node.clockIsWrongBy(Duration.ofHours(1));
      String token = node.ask(ahead).token();
      assertThat(fleet.b().ask(ahead).token()).isEqualTo(token);
      assertThat(node.ask(ahead).token()).isEqualTo(token);
      assertThat(fleet.books().presentations()).containsExactly(1);

      node.clockIsWrongBy(Duration.ofHours(-1));
      String late = fleet.b().ask(behind).token();
      assertThat(node.ask(behind).token()).isEqualTo(late);
      assertThat(node.ask(ahead).token()).isEqualTo(token);
      assertThat(fleet.books().presentations()).containsExactly(1, 1);
    } finally {
      node.clockIsWrongBy(Duration.ZERO);
    }
  }

  @Row(value = "C2", on = REDIS)
  void leaseThatTheClockOfTheStoreMadeEndlessShouldBeCutAndWaitedFor(Fleet fleet) {
    String alice = fleet.expired();
    var unused = fleet.standing(fleet.a(), FaultPoint.AFTER_LEASE, alice);
    fleet.a().kill();
    fleet.store().prolongLease(fleet.key(alice), Duration.ofHours(1));

    String token = fleet.b().askUntilToken(alice);

    assertThat(fleet.c().ask(alice).token()).isEqualTo(token);
    assertThat(fleet.books().presentations()).containsExactly(1);
  }
}
