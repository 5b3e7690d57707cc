// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import io.hexauth.testkit.contract.TokenStoreMaintenanceContract;
import java.time.Duration;

class MariaDbTokenStoreMaintenanceTest extends TokenStoreMaintenanceContract {

  private static final Backend BACKEND = Backend.mariaDb();

  private final GrantTable grants = BACKEND.grants();

  @Override
  protected TokenStore createStore() {
    return new JdbcTokenStore(grants);
  }

  @Override
  protected TokenStoreMaintenance createMaintenance() {
    return new JdbcTokenStoreMaintenance(grants);
  }

  @Override
  protected void age(Duration time) {
    BACKEND.ageGrants(time);
  }
}
