// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.testkit.contract.ReferenceTransport.Flaw;
import java.util.Optional;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract is tested: it fails on every transport that gets one thing wrong. */
class OAuthTransportContractTest {

  private static Flaw flaw = Flaw.NONE;

  @AfterEach
  void repair() {
    flaw = Flaw.NONE;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void theContractShouldFailOnATransportWithAFlaw(Flaw one) {
    flaw = one;
    assertThat(ContractRun.fails(Broken.class, one.caughtBy())).isTrue();
  }

  /** Not found by the build: it is nested and not annotated. */
  static final class Broken extends OAuthTransportContract {
    @Override
    protected OAuthTransport createTransport() {
      return new ReferenceTransport(flaw, Optional.empty());
    }

    @Override
    protected OAuthTransport createTransport(X509TrustManager trust) {
      return new ReferenceTransport(flaw, Optional.of(trust));
    }
  }
}
