// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import io.hexauth.testkit.clock.VirtualClock;
import java.time.Duration;

/** The contract with the reference maintenance. */
abstract class ReferenceMaintenanceContract extends TokenStoreMaintenanceContract {

  private final VirtualClock clock = VirtualClock.create();
  private final ReferenceTokenStore store = new ReferenceTokenStore(clock, Defect.NONE);
  private final Slip slip;

  ReferenceMaintenanceContract(Slip slip) {
    this.slip = slip;
  }

  @Override
  protected TokenStore createStore() {
    return store;
  }

  @Override
  protected TokenStoreMaintenance createMaintenance() {
    return new ReferenceMaintenance(store, clock, slip);
  }

  @Override
  protected void age(Duration time) {
    clock.advance(time);
  }
}
