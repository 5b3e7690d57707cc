// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import io.hexauth.ports.spi.TokenStore;
import io.hexauth.testkit.contract.TokenStoreContract;
import java.time.Duration;

class MariaDbTokenStoreTest extends TokenStoreContract {

  private static final Backend BACKEND = Backend.mariaDb();

  @Override
  protected TokenStore createStore() {
    return BACKEND.tokenStore();
  }

  @Override
  protected void age(Duration time) {
    BACKEND.ageGrants(time);
  }
}
