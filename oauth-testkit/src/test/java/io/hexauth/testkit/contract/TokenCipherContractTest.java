// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.testkit.contract.ReferenceCipher.Flaw;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Test of the contract: it accepts the reference, and fails for every cipher with a flaw. */
class TokenCipherContractTest extends TokenCipherContract {

  private static Flaw flaw = Flaw.NONE;

  @Override
  protected TokenCipher createCipher() {
    return new ReferenceCipher(Flaw.NONE);
  }

  @AfterEach
  void repair() {
    flaw = Flaw.NONE;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void theContractShouldFailOnACipherWithAFlaw(Flaw one) {
    flaw = one;
    assertThat(ContractRun.fails(Broken.class, one.caughtBy())).isTrue();
  }

  /** Without a flaw that breaks it, a rule could be removed without being noticed. */
  @Test
  void everyRuleShouldBeBrokenBySomeFlaw() {
    Set<String> broken =
        Arrays.stream(Flaw.values()).map(Flaw::caughtBy).collect(Collectors.toSet());
    assertThat(broken).containsAll(ContractRun.rules(Broken.class));
  }

  /** Not run by the build, because it is nested and has no annotation. */
  static final class Broken extends TokenCipherContract {
    @Override
    protected TokenCipher createCipher() {
      return new ReferenceCipher(flaw);
    }
  }
}
