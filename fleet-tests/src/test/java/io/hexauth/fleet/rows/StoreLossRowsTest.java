// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.rows;

import static io.hexauth.fleet.harness.SharedStore.Kind.POSTGRES;
import static io.hexauth.fleet.harness.SharedStore.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.fleet.harness.Fleet;
import io.hexauth.fleet.harness.Row;
import io.hexauth.fleet.harness.SharedStore.Backup;
import io.hexauth.testkit.server.Rotation;
import java.time.Duration;

/** Rows about a store that loses acknowledged data. */
final class StoreLossRowsTest {

  @Row(value = "S4", on = REDIS)
  void lostCommitShouldBeWrittenBackByWhoRemembersIt(Fleet fleet) {
    String alice = fleet.expired();
    Backup before = fleet.store().backup(fleet.key(alice));
    String token = fleet.a().ask(alice).token();
    before.restore();

    awaitWrittenBack(fleet, alice, token, 2);

    assertThat(fleet.c().ask(alice).token()).isEqualTo(token);
    assertThat(fleet.books().presentations()).containsExactly(1);
  }

  @Row(value = "S4 of everything", on = REDIS)
  void emptyStoreShouldBeFilledByWhoRemembers(Fleet fleet) {
    String alice = fleet.expired();
    String token = fleet.a().ask(alice).token();
    fleet.store().loseEverything();

    awaitWrittenBack(fleet, alice, token, 2);

    assertThat(fleet.c().ask(alice).token()).isEqualTo(token);
    assertThat(fleet.c().refresh(alice).token()).isNotEqualTo(token);
    assertThat(fleet.books().presentations()).containsExactly(1, 1);
    assertThat(fleet.books().familiesRevoked()).isZero();
  }

  @Row(value = "U4", on = POSTGRES)
  void rowOfYesterdayShouldBeReplacedByWhoRemembersToday(Fleet fleet) {
    String alice = fleet.expired();
    Backup yesterday = fleet.store().backup(fleet.key(alice));
    fleet.a().ask(alice).token();
    String today = fleet.a().refresh(alice).token();
    yesterday.restore();

    awaitWrittenBack(fleet, alice, today, 3);

    assertThat(fleet.b().ask(alice).token()).isEqualTo(today);
    assertThat(fleet.books().presentations()).containsExactly(1, 1);
    assertThat(fleet.books().familiesRevoked()).isZero();
  }

  @Row(value = "U4 seen first by others", on = REDIS)
  void rowOfYesterdayShouldCostAtMostOneAttemptOfWhoRemembersNothing(Fleet fleet) {
    String alice = fleet.expired();
    fleet.server().issue(issuing -> issuing.withRotation(Rotation.LENIENT));
    Backup yesterday = fleet.store().backup(fleet.key(alice));
    fleet.a().ask(alice).token();
    String today = fleet.a().refresh(alice).token();
    yesterday.restore();

    assertThat(fleet.c().ask(alice).failure())
        .isEqualTo("failed:ReauthorizationRequired:GRANT_REFUSED");
    assertThat(fleet.b().ask(alice).failure())
        .isEqualTo("failed:ReauthorizationRequired:GRANT_REFUSED");
    assertThat(fleet.books().presentations()).containsExactly(2, 1);
    awaitWrittenBack(fleet, alice, today, 3);

    assertThat(fleet.c().ask(alice).token()).isEqualTo(today);
    assertThat(fleet.books().presentations()).containsExactly(2, 1);
  }

  /** Waits until a node that is called has written the record back, within the staleness. */
  private static void awaitWrittenBack(Fleet fleet, String user, String token, long generation) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                fleet.a().ask(user).token().equals(token)
                    && fleet.stored(user).filter(g -> g.generation() == generation).isPresent());
  }
}
