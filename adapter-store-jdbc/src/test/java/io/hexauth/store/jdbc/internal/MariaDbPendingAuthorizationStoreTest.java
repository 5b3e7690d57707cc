// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.testkit.contract.PendingAuthorizationStoreContract;
import java.time.Duration;

class MariaDbPendingAuthorizationStoreTest extends PendingAuthorizationStoreContract {

  private static final Backend BACKEND = Backend.mariaDb();

  @Override
  protected PendingAuthorizationStore createStore() {
    return BACKEND.pendingStore();
  }

  @Override
  protected void age(Duration time) {
    BACKEND.agePending(time);
  }
}
