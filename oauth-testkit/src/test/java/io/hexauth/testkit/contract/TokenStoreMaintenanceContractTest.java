// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Test of the contract: it fails for every maintenance with a slip. */
class TokenStoreMaintenanceContractTest {

  private static Slip slip = Slip.NONE;

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

  @Test
  void everyRuleShouldCatchASlip() {
    assertThat(EnumSet.allOf(Slip.class).stream().map(Slip::caughtBy).filter(n -> !n.isEmpty()))
        .containsAll(ContractRun.rules(Broken.class));
  }

  /** Not run by the build, because it is nested and has no annotation. */
  static final class Broken extends ReferenceMaintenanceContract {
    Broken() {
      super(slip);
    }
  }
}
