// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign;

import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.testkit.contract.OAuthTransportContract;
import io.hexauth.testkit.guice.StrictInjector;

class FeignTransportContractTest extends OAuthTransportContract {

  @Override
  protected OAuthTransport createTransport() {
    return StrictInjector.create(new FeignTransportModule()).getInstance(OAuthTransport.class);
  }
}
