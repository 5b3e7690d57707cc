// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.contract.TokenCipherContract;
import org.junit.jupiter.api.Nested;

/** The contract of the port, with each recommended kind of key. */
class TinkTokenCipherContractTest {

  @Nested
  class Aes256Gcm extends TokenCipherContract {
    @Override
    protected TokenCipher createCipher() {
      return Keys.cipher(Keys.keyset(PredefinedAeadParameters.AES256_GCM));
    }
  }

  @Nested
  class XChaCha20Poly1305 extends TokenCipherContract {
    @Override
    protected TokenCipher createCipher() {
      return Keys.cipher(Keys.keyset(PredefinedAeadParameters.XCHACHA20_POLY1305));
    }
  }

  @Nested
  class Aes256CtrHmac extends TokenCipherContract {
    @Override
    protected TokenCipher createCipher() {
      return Keys.cipher(Keys.keyset(PredefinedAeadParameters.AES256_CTR_HMAC_SHA256));
    }
  }

  /** During a migration, only documents of one form are accepted without encryption. */
  @Nested
  class DuringAMigration extends TokenCipherContract {
    @Override
    protected TokenCipher createCipher() {
      var keyset = Keys.keyset(PredefinedAeadParameters.AES256_GCM);
      return new TinkTokenCipher(
          new Keyring(() -> keyset, Keys.RELOAD, VirtualClock.create()), true);
    }
  }
}
