// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.memory;

import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.testkit.contract.TokenCipherContract;

class InProcessCipherTest extends TokenCipherContract {

  @Override
  protected TokenCipher createCipher() {
    return new InProcessCipher();
  }
}
