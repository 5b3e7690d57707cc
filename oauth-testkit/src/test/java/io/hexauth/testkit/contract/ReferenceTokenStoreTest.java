// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.ports.spi.TokenStore;
import io.hexauth.testkit.clock.VirtualClock;
import java.time.Duration;

class ReferenceTokenStoreTest extends TokenStoreContract {

  private final VirtualClock clock = VirtualClock.create();

  @Override
  protected TokenStore createStore() {
    return new ReferenceTokenStore(clock, Defect.NONE);
  }

  @Override
  protected void age(Duration time) {
    clock.advance(time);
  }
}
