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

/** Test of the contract: it fails for every transport with one defect. */
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

  /** Not run by the build, because it is nested and has no annotation. */
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
