// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.contract.ReferenceMaintenance.Slip;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reference keeps the contract, and the contract fails on every maintenance with a slip. */
class TokenStoreMaintenanceContractTest extends TokenStoreMaintenanceContract {

  private static Slip slip = Slip.NONE;

  private final VirtualClock clock = VirtualClock.create();
  private final ReferenceTokenStore store = new ReferenceTokenStore(clock, Defect.NONE);

  @Override
  protected TokenStore createStore() {
    return store;
  }

  @Override
  protected TokenStoreMaintenance createMaintenance() {
    return new ReferenceMaintenance(store, clock, Slip.NONE);
  }

  @Override
  protected void age(Duration time) {
    clock.advance(time);
  }

  @AfterEach
  void repair() {
    slip = Slip.NONE;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void theContractShouldFailOnMaintenanceWithASlip(Slip one) {
    slip = one;
    assertThat(ContractRun.fails(Broken.class, one.caughtBy())).isTrue();
  }

  /** Not found by the build: it is nested and not annotated. */
  static final class Broken extends TokenStoreMaintenanceContract {

    private final VirtualClock clock = VirtualClock.create();
    private final ReferenceTokenStore store = new ReferenceTokenStore(clock, Defect.NONE);

    @Override
    protected TokenStore createStore() {
      return store;
    }

    @Override
    protected TokenStoreMaintenance createMaintenance() {
      return new ReferenceMaintenance(store, clock, slip);
    }

    @Override
    protected void age(Duration time) {
      clock.advance(time);
    }
  }
}
