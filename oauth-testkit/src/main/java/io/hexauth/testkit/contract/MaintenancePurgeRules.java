// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static io.hexauth.testkit.contract.MaintenanceFixture.KEPT;
import static io.hexauth.testkit.contract.MaintenanceFixture.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.StoredGrant;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Rules for purging: it deletes records whose retention is over, and no others. */
abstract class MaintenancePurgeRules extends Rules<MaintenanceFixture> {

  private static final int GRANTS = 7;
  private static final int MANY = 10_000;

  MaintenancePurgeRules(Supplier<MaintenanceFixture> fixture) {
    super(fixture);
  }

  @Test
  final void purgeShouldRemoveWhatIsOverInPortions() {
    for (int i = 0; i < GRANTS; i++) {
      given().grant().created(given().kept(KEPT));
    }
    given().age(KEPT.plus(MINUTE));

    int removed = 0;
    int last;
    do {
      last = given().maintenance().purge(2);
      assertThat(last).isBetween(0, 2);
      removed += last;
    } while (last == 2);

    // A store that deletes expired records itself purges nothing. Other stores may also purge
    // records of other tests.
    assertThat(removed == 0 || removed >= GRANTS).as("removed %s", removed).isTrue();
    assertThat(given().maintenance().purge(2)).isZero();
  }

  @Test
  final void purgeShouldNotRemoveAnythingBeforeItsRetention() {
    for (String state : new String[] {"IDLE", "INTENT", "DEAD", "TOMBSTONE", "LATER"}) {
      StoreFixture grant = given().grant();
      grant.created(given().kept(StoreFixture.DAY).set(StoredGrant.STATE, state));
      given().age(StoreFixture.DAY.minus(MINUTE));
      purge();
      grant.stored();
    }
  }

  @Test
  final void purgeShouldLeaveWhatHasNoRetention() {
    StoreFixture grant = given().grant();
    grant.created(given().ending(MINUTE));
    given().age(KEPT.plus(MINUTE));
    purge();
    grant.stored();
  }

  @Test
  final void purgeShouldLeaveWhatHasReplacedWhatIsOver() {
    StoreFixture grant = given().grant();
    StoredGrant over = grant.created(given().kept(KEPT));
    purge();
    StoredGrant kept = grant.replaced(over, given().ending(MINUTE));
    given().age(KEPT.plus(MINUTE));

    purge();

    assertThat(grant.stored().revision()).isEqualTo(kept.revision());
  }

  private void purge() {
    while (given().maintenance().purge(MANY) == MANY) {
      // Repeats until nothing is left to purge.
    }
  }
}
