// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign;

import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.testkit.contract.OAuthTransportContract;
import io.hexauth.testkit.guice.StrictInjector;
import javax.net.ssl.X509TrustManager;

class FeignTransportContractTest extends OAuthTransportContract {

  @Override
  protected OAuthTransport createTransport() {
    return transport(FeignTransportConfig.defaults());
  }

  @Override
  protected OAuthTransport createTransport(X509TrustManager trust) {
    return transport(FeignTransportConfig.defaults().withTrustManager(trust));
  }

  private static OAuthTransport transport(FeignTransportConfig config) {
    return StrictInjector.create(new FeignTransportModule(config))
        .getInstance(OAuthTransport.class);
  }
}
