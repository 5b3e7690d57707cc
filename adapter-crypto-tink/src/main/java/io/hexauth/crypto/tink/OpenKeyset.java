// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AeadKey;
import io.hexauth.ports.spi.TokenCipher;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A validated keyset. Each enabled key writes the TINK prefix, which contains the id of the key, so
 * each document names its key.
 *
 * @param aead encrypts with the primary key, and decrypts with all keys
 * @param keys the ids of the keys: Tink's ids in decimal, as {@code tinkey} lists them
 */
record OpenKeyset(Aead aead, TokenCipher.Keys keys) {

  private static final byte TINK = 1;
  private static final int PREFIX_BYTES = 5;

  static OpenKeyset of(KeysetHandle handle) throws GeneralSecurityException {
    AeadConfig.register();
    Set<String> readable = new HashSet<>();
    for (int i = 0; i < handle.size(); i++) {
      KeysetHandle.Entry entry = handle.getAt(i);
      if (entry.getStatus() == KeyStatus.ENABLED) {
        readable.add(checkedId(entry));
      }
    }
    return new OpenKeyset(
        handle.getPrimitive(RegistryConfiguration.get(), Aead.class),
        new TokenCipher.Keys(name(handle.getPrimary().getId()), readable));
  }

  boolean canOpen(String keyId) {
    return keys.readable().contains(keyId);
  }

  private static String checkedId(KeysetHandle.Entry entry) throws GeneralSecurityException {
    String name = name(entry.getId());
    if (!(entry.getKey() instanceof AeadKey key)) {
      throw new GeneralSecurityException("Key " + name + " is not an AEAD key");
    }
    if (!keyId(key.getOutputPrefix().toByteArray()).equals(Optional.of(name))) {
      throw new GeneralSecurityException("Key " + name + " does not use the output prefix TINK");
    }
    return name;
  }

  /**
   * {@return the id of the key in the TINK prefix of these bytes; empty if they have no such
   * prefix}
   */
  static Optional<String> keyId(byte[] bytes) {
    return bytes.length >= PREFIX_BYTES && bytes[0] == TINK
        ? Optional.of(name(ByteBuffer.wrap(bytes).getInt(1)))
        : Optional.empty();
  }

  private static String name(int keyId) {
    return Integer.toUnsignedString(keyId);
  }
}
