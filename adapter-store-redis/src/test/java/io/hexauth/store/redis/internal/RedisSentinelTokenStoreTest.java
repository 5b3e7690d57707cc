// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.testkit.contract.TokenStoreContract;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class RedisSentinelTokenStoreTest extends TokenStoreContract {

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
  protected Optional<TokenStore> createOtherNode() {
    return Optional.of(stores.tokensOfOtherNode());
  }

  @Override
  protected boolean damage(GrantKey key) {
    stores.damage(key);
    return true;
  }

  @Override
  protected void age(Duration time) {
    stores.age(time);
  }
}
