// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.memory;

import io.hexauth.ports.spi.TokenStore;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.contract.TokenStoreContract;
import java.time.Duration;

class InMemoryTokenStoreTest extends TokenStoreContract {

  private final VirtualClock clock = VirtualClock.create();

  @Override
  protected TokenStore createStore() {
    return new InMemoryTokenStore(clock);
  }

  @Override
  protected void age(Duration time) {
    clock.advance(time);
  }
}
