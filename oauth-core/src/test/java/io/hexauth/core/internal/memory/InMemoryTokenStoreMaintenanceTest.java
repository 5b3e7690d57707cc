// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.memory;

import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.contract.TokenStoreMaintenanceContract;
import java.time.Duration;

class InMemoryTokenStoreMaintenanceTest extends TokenStoreMaintenanceContract {

  private final VirtualClock clock = VirtualClock.create();
  private final InMemoryTokenStore store = new InMemoryTokenStore(clock);

  @Override
  protected TokenStore createStore() {
    return store;
  }

  @Override
  protected TokenStoreMaintenance createMaintenance() {
    return new InMemoryTokenStoreMaintenance(store);
  }

  @Override
  protected void age(Duration time) {
    clock.advance(time);
  }
}
