// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.rows;

import static io.hexauth.fleet.harness.SharedStore.Kind.POSTGRES;
import static io.hexauth.fleet.harness.SharedStore.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.fleet.harness.Answer;
import io.hexauth.fleet.harness.Fleet;
import io.hexauth.fleet.harness.Row;
import io.hexauth.fleet.harness.StoredGrant;
import io.hexauth.ports.spi.FaultPoints.FaultPoint;
import java.time.Duration;

/** Rows about grants that end or are replaced while a node refreshes them. */
final class GrantChangeRowsTest {

  private static final String REVOKED = "failed:ReauthorizationRequired:REVOKED";

  @Row(value = "C6", on = REDIS)
  void revocationDuringARefreshShouldWinEverywhereAndRevokeWhatWasIssued(Fleet fleet) {
    String alice = fleet.expired();
    var refreshing = fleet.standing(fleet.a(), FaultPoint.AFTER_ANSWER, alice);
    int revocations = fleet.server().ledger().revocations();

    assertThat(fleet.b().revoke(alice).outcomes()).containsOnlyKeys("revoked:true");
    fleet.a().go(FaultPoint.AFTER_ANSWER);

    assertThat(Fleet.get(refreshing).failure()).isEqualTo(REVOKED);
    assertThat(fleet.a().ask(alice).failure()).isEqualTo(REVOKED);
    assertThat(fleet.c().ask(alice).failure()).isEqualTo(REVOKED);
    assertThat(fleet.grant(alice).state()).isEqualTo("TOMBSTONE");
    await()
        .untilAsserted(
            () ->
                assertThat(fleet.server().ledger().revocations() - revocations)
                    .as("the family, and the token that no caller got")
                    .isGreaterThanOrEqualTo(2));
  }

  @Row(value = "C6 with a token in memory", on = POSTGRES)
  void revocationShouldBeSeenByEveryNodeWithinStaleness(Fleet fleet) {
    String alice = fleet.expired();
    fleet.a().ask(alice).token();
    fleet.b().ask(alice).token();

    fleet.c().revoke(alice);

    for (var node : new io.hexauth.fleet.harness.Member[] {fleet.a(), fleet.b(), fleet.d()}) {
      await().atMost(Duration.ofSeconds(10)).until(() -> !node.ask(alice).isToken());
      assertThat(node.ask(alice).failure()).isEqualTo(REVOKED);
    }
  }

  @Row(value = "C7", on = POSTGRES)
  void consentDuringARefreshShouldWinOverIt(Fleet fleet) {
    String alice = fleet.expired();
    var refreshing = fleet.standing(fleet.a(), FaultPoint.AFTER_ANSWER, alice);

    Answer consented = fleet.consent(fleet.b(), alice);
    fleet.a().go(FaultPoint.AFTER_ANSWER);

    assertThat(Fleet.get(refreshing).token()).isEqualTo(consented.token());
    assertThat(fleet.c().ask(alice).token()).isEqualTo(consented.token());
    assertThat(fleet.grant(alice).generation()).isEqualTo(1);
    assertThat(fleet.books().presentations()).as("of the old grant only").containsExactly(1);
    assertThat(fleet.books().familiesRevoked()).isZero();
    assertThat(fleet.c().refresh(alice).isToken()).isTrue();
  }

  @Row(value = "C9", on = REDIS)
  void tokenOfYesterdayThatIsHandedInDuringTheCommitShouldChangeNothing(Fleet fleet) {
    String alice = fleet.expired();
    var refreshing = fleet.standing(fleet.a(), FaultPoint.BEFORE_COMMIT, alice);
    StoredGrant leased = fleet.grant(alice);

    assertThat(fleet.b().adopt(alice).isToken()).as("the old one, which has expired").isTrue();
    assertThat(fleet.grant(alice)).isEqualTo(leased);
    fleet.a().go(FaultPoint.BEFORE_COMMIT);

    String token = Fleet.get(refreshing).token();
    assertThat(fleet.c().adopt(alice).token()).isEqualTo(token);
    assertThat(fleet.a().refresh(alice).isToken()).as("with the new refresh token").isTrue();
    assertThat(fleet.books().presentations()).containsExactly(1, 1);
    assertThat(fleet.books().familiesRevoked()).isZero();
  }
}
