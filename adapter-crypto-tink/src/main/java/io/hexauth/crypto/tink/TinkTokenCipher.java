// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import com.google.crypto.tink.Aead;
import io.hexauth.ports.spi.TokenCipher;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Cipher that uses Google Tink. This class chooses the keyset, and handles documents whose key is
 * unknown.
 */
final class TinkTokenCipher implements TokenCipher {

  private final Keyring keyring;
  private final Optional<PlaintextMigration> migration;

  TinkTokenCipher(Keyring keyring, boolean migrateFromPlaintext) {
    this.keyring = keyring;
    this.migration =
        migrateFromPlaintext ? Optional.of(new PlaintextMigration()) : Optional.empty();
  }

  @Override
  public Sealed seal(byte[] plain, byte[] associatedData) {
    Objects.requireNonNull(plain, "plain");
    Objects.requireNonNull(associatedData, "associatedData");
    OpenKeyset keyset = keyring.current();
    try {
      return new Sealed(keyset.keys().primary(), keyset.aead().encrypt(plain, associatedData));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Sealing failed", e);
    }
  }

  @Override
  public Optional<byte[]> open(Sealed sealed, byte[] associatedData) {
    Objects.requireNonNull(associatedData, "associatedData");
    byte[] bytes = sealed.bytes();
    Optional<String> keyId = OpenKeyset.keyId(bytes);
    if (keyId.isEmpty()) {
      return migration.flatMap(m -> m.open(bytes, associatedData));
    }
    try {
      Aead aead = keyring.currentWith(keyId.get()).aead();
      return Optional.of(aead.decrypt(bytes, associatedData));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  @Override
  public Keys keys() {
    Keys keys = keyring.current().keys();
    if (migration.isEmpty()) {
      return keys;
    }
    Set<String> readable = new HashSet<>(keys.readable());
    readable.add(PlaintextMigration.KEY_ID);
    return new Keys(keys.primary(), readable);
  }
}
