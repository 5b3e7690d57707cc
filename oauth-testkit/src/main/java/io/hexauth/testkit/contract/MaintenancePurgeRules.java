// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static io.hexauth.testkit.contract.MaintenanceFixture.KEPT;
import static io.hexauth.testkit.contract.MaintenanceFixture.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.GrantRecord;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Cleaning up: what nobody can see any more, and nothing else. */
abstract class MaintenancePurgeRules extends MaintenanceRules {

  private static final int GRANTS = 7;
  private static final int MANY = 10_000;

  MaintenancePurgeRules(Supplier<MaintenanceFixture> fixture) {
    super(fixture);
  }

  @Test
  final void purgeShouldRemoveWhatIsOverInPortions() {
    for (int i = 0; i < GRANTS; i++) {
      given().kept(given().grant(), KEPT);
    }
    given().age(KEPT.plus(MINUTE));

    int removed = 0;
    int last;
    do {
      last = maintenance().purge(2);
      assertThat(last).isBetween(0, 2);
      removed += last;
    } while (last == 2);

    // A store that cleans up by itself has nothing to do here; others also have other tests' rows.
    assertThat(removed == 0 || removed >= GRANTS).as("removed %s", removed).isTrue();
    assertThat(maintenance().purge(2)).isZero();
  }

  @Test
  final void purgeShouldRemoveTombstonesAfterTheirRetentionAndNotBefore() {
    StoreFixture grant = given().grant();
    GrantRecord record = grant.created();
    grant.done(store().tombstone(grant.tombstone(record.version())));
    given().age(StoreFixture.DAY.minus(MINUTE));
    purge();
    grant.stored();

    given().age(MINUTE.multipliedBy(2));
    purge();

    grant.refusedWithNothing(store().find(grant.key()));
  }

  @Test
  final void purgeShouldLeaveEverythingElse() {
    StoreFixture endless = given().grant();
    GrantRecord withoutRetention = given().ending(endless, MINUTE);
    StoreFixture longer = given().grant();
    given().kept(longer, KEPT.multipliedBy(2));
    given().age(KEPT.plus(MINUTE));

    purge();

    assertThat(endless.stored().version()).isEqualTo(withoutRetention.version());
    longer.stored();
  }

  @Test
  final void purgeShouldLeaveWhatOutlivesItsRetentionByALease() {
    StoreFixture grant = given().grant();
    GrantRecord leased = grant.leased(given().kept(grant, MINUTE));
    given().age(MINUTE.multipliedBy(2));

    purge();

    grant.done(store().commit(grant.commit(leased.version())));
  }

  @Test
  final void purgeShouldLeaveWhatWasCreatedInThePlaceOfWhatIsOver() {
    StoreFixture grant = given().grant();
    given().kept(grant, KEPT);
    given().age(KEPT.plus(MINUTE));
    GrantRecord fresh = grant.created();

    purge();

    assertThat(grant.stored()).isEqualTo(fresh);
  }

  private void purge() {
    while (maintenance().purge(MANY) == MANY) {
      // until there are no more
    }
  }
}
