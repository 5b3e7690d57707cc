// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.testkit.contract.ReferenceTransport.Flaw;
import java.util.Optional;
import javax.net.ssl.X509TrustManager;

class ReferenceTransportTest extends OAuthTransportContract {

  @Override
  protected OAuthTransport createTransport() {
    return new ReferenceTransport(Flaw.NONE, Optional.empty());
  }

  @Override
  protected OAuthTransport createTransport(X509TrustManager trust) {
    return new ReferenceTransport(Flaw.NONE, Optional.of(trust));
  }
}
