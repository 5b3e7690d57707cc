// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.TokenStore;
import io.hexauth.testkit.clock.VirtualClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract is tested: it fails on every store that gets one thing wrong. */
class TokenStoreContractTest {

  private static Defect defect = Defect.NONE;

  @AfterEach
  void repair() {
    defect = Defect.NONE;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void theContractShouldFailOnAStoreWithADefect(Defect one) {
    defect = one;
    assertThat(ContractRun.fails(Broken.class, one.caughtBy())).isTrue();
  }

  /** Not found by the build: its name says nothing of a test, and it is nested. */
  static final class Broken extends TokenStoreContract {

    private final VirtualClock clock = VirtualClock.create();

    @Override
    protected TokenStore createStore() {
      return new ReferenceTokenStore(clock, defect);
    }

    @Override
    protected void age(Duration time) {
      clock.advance(time);
    }
  }
}
