// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.memory;

import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.contract.PendingAuthorizationStoreContract;
import java.time.Duration;

class InMemoryPendingAuthorizationStoreTest extends PendingAuthorizationStoreContract {

  private final VirtualClock clock = VirtualClock.create();

  @Override
  protected PendingAuthorizationStore createStore() {
    return new InMemoryPendingAuthorizationStore(clock);
  }

  @Override
  protected void age(Duration time) {
    clock.advance(time);
  }
}
