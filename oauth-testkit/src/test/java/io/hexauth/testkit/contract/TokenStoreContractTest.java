// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Test of the contract: it fails for every store with one defect. */
class TokenStoreContractTest {

  private static Defect defect = Defect.NONE;

  @AfterEach
  void repair() {
    defect = Defect.NONE;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "NONE.*")
  void theContractShouldFailOnAStoreWithADefect(Defect one) {
    defect = one;
    assertThat(ContractRun.fails(Broken.class, one.caughtBy())).isTrue();
  }

  @Test
  void everyRuleShouldCatchADefect() {
    assertThat(EnumSet.allOf(Defect.class).stream().map(Defect::caughtBy).filter(n -> !n.isEmpty()))
        .containsAll(ContractRun.rules(Broken.class));
  }

  /** Not run by the build, because it is nested and its name is not that of a test. */
  static final class Broken extends ReferenceStoreContract {
    Broken() {
      super(defect);
    }
  }
}
