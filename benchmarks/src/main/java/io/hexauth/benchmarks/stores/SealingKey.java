// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.stores;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;

/** The keyset that all nodes of this process use for encryption. */
public final class SealingKey {

  private static final KeysetHandle SHARED = generated();

  private SealingKey() {}

  private static KeysetHandle generated() {
    try {
      AeadConfig.register();
      return KeysetHandle.newBuilder()
          .addEntry(
              KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                  .withRandomId()
                  .makePrimary())
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@return a keyset for AES-256-GCM, which is created at the first use} */
  public static KeysetHandle shared() {
    return SHARED;
  }
}
