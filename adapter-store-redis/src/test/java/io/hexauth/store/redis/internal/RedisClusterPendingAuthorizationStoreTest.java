// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.testkit.contract.PendingAuthorizationStoreContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

class RedisClusterPendingAuthorizationStoreTest extends PendingAuthorizationStoreContract {

  private final TestStores stores = new TestStores(new ClusterAccess(Clients.cluster()));

  @AfterEach
  void close() {
    stores.close();
  }

  @Override
  protected PendingAuthorizationStore createStore() {
    return stores.pending();
  }

  @Override
  protected void age(Duration time) {
    stores.age(time);
  }
}
