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

/** The reference keeps the contract, and the contract fails on every cipher with a flaw. */
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

  /** A rule that no flaw breaks could be dropped with nothing noticing. */
  @Test
  void everyRuleShouldBeBrokenBySomeFlaw() {
    Set<String> broken =
        Arrays.stream(Flaw.values()).map(Flaw::caughtBy).collect(Collectors.toSet());
    assertThat(broken).containsAll(ContractRun.rules(Broken.class));
  }

  /** Not found by the build: it is nested and not annotated. */
  static final class Broken extends TokenCipherContract {
    @Override
    protected TokenCipher createCipher() {
      return new ReferenceCipher(flaw);
    }
  }
}
