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

/** The reference keeps the contract, and the contract fails on every store with a flaw. */
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

  /** A rule that no flaw breaks could be dropped with nothing noticing. */
  @Test
  void everyRuleShouldBeBrokenBySomeFlaw() {
    Set<String> broken =
        Arrays.stream(Flaw.values()).map(Flaw::caughtBy).collect(Collectors.toSet());
    assertThat(broken).containsAll(ContractRun.rules(Broken.class));
  }

  /** Not found by the build: it is nested and not annotated. */
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
