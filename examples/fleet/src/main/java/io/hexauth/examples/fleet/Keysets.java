// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.fleet;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/** Keyset for one run. */
final class Keysets {

  private Keysets() {}

  /** {@return a new file with a new unencrypted keyset, readable by its owner only} */
  static Path newFile() throws IOException {
    try {
      AeadConfig.register();
      KeysetHandle keyset =
          KeysetHandle.newBuilder()
              .addEntry(
                  KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                      .withRandomId()
                      .makePrimary())
              .build();
      Path file = Files.createTempFile("hexauth-fleet-", ".json");
      return Files.writeString(
          file,
          TinkJsonProtoKeysetFormat.serializeKeyset(
              keyset, RegistryConfiguration.get(), InsecureSecretKeyAccess.get()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
