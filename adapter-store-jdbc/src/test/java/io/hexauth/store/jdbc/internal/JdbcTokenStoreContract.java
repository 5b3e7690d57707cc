// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.testkit.contract.TokenStoreContract;
import java.time.Duration;
import java.util.Optional;

/** The contract on one database, with a pool for each of two nodes. */
abstract class JdbcTokenStoreContract extends TokenStoreContract {

  private final Backend backend;

  JdbcTokenStoreContract(Backend backend) {
    this.backend = backend;
  }

  @Override
  protected TokenStore createStore() {
    return backend.tokenStore();
  }

  @Override
  protected Optional<TokenStore> createOtherNode() {
    return Optional.of(new JdbcTokenStore(Backend.grants(backend.otherPool())));
  }

  @Override
  protected void age(Duration time) {
    backend.ageGrants(time);
  }

  @Override
  protected boolean damage(GrantKey key) {
    backend.execute(
        "UPDATE " + backend.quoted(Backend.GRANTS) + " SET rev = '' WHERE k = '" + key + "'");
    return true;
  }
}
