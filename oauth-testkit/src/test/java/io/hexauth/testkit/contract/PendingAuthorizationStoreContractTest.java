// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.contract.ReferencePendingStore.Flaw;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Test of the contract: it accepts the reference, and fails for every store with a flaw. */
class PendingAuthorizationStoreContractTest extends PendingAuthorizationStoreContract {

  private static Flaw flaw = Flaw.NONE;

  private final VirtualClock clock = VirtualClock.create();

  @Override
  protected PendingAuthorizationStore createStore() {
    return new ReferencePendingStore(clock, Flaw.NONE);
  }

  @Override
  protected void age(Duration time) {
    clock.advance(time);
  }

  @AfterEach
  void repair() {
    flaw = Flaw.NONE;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void theContractShouldFailOnAStoreWithAFlaw(Flaw one) {
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
  static final class Broken extends PendingAuthorizationStoreContract {

    private final VirtualClock clock = VirtualClock.create();

    @Override
    protected PendingAuthorizationStore createStore() {
      return new ReferencePendingStore(clock, flaw);
    }

    @Override
    protected void age(Duration time) {
      clock.advance(time);
    }
  }
}
