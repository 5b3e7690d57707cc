// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.testkit.contract.ReferenceTransport.Flaw;

class ReferenceTransportTest extends OAuthTransportContract {

  @Override
  protected OAuthTransport createTransport() {
    return new ReferenceTransport(Flaw.NONE);
  }
}
