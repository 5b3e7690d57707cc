// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.testkit.clock.VirtualClock;
import java.time.Duration;
import java.util.Optional;

/** The contract with the reference store. */
abstract class ReferenceStoreContract extends TokenStoreContract {

  private final VirtualClock clock = VirtualClock.create();
  private final ReferenceTokenStore store;

  ReferenceStoreContract(Defect defect) {
    this.store = new ReferenceTokenStore(clock, defect);
  }

  @Override
  protected TokenStore createStore() {
    return store;
  }

  @Override
  protected Optional<TokenStore> createOtherNode() {
    return Optional.of(store.otherNode());
  }

  @Override
  protected boolean damage(GrantKey key) {
    return store.damage(key);
  }

  @Override
  protected void age(Duration time) {
    clock.advance(time);
  }
}
