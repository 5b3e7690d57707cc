// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.hexauth.ports.spi.TokenStore;
import io.hexauth.testkit.contract.TokenStoreContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

class RedisServerTokenStoreTest extends TokenStoreContract {

  private final TestStores stores = new TestStores(new ServerAccess(Clients.server()));

  @AfterEach
  void close() {
    stores.close();
  }

  @Override
  protected TokenStore createStore() {
    return stores.tokens();
  }

  @Override
  protected void age(Duration time) {
    stores.age(time);
  }
}
