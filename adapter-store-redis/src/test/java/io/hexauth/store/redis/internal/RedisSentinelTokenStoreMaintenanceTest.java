// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import io.hexauth.testkit.contract.TokenStoreMaintenanceContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

class RedisSentinelTokenStoreMaintenanceTest extends TokenStoreMaintenanceContract {

  private final TestStores stores = new TestStores(new ServerAccess(Clients.sentinel()));

  @AfterEach
  void close() {
    stores.close();
  }

  @Override
  protected TokenStore createStore() {
    return stores.tokens();
  }

  @Override
  protected TokenStoreMaintenance createMaintenance() {
    return stores.maintenance();
  }

  @Override
  protected void age(Duration time) {
    stores.age(time);
  }
}
