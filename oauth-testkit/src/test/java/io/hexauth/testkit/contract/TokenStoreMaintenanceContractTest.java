// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract is tested: it fails on every maintenance with a slip. */
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

  /** Not found by the build: it is nested and not annotated. */
  static final class Broken extends ReferenceMaintenanceContract {
    Broken() {
      super(slip);
    }
  }
}
