// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.memory;

import io.hexauth.ports.spi.TokenCipher;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM cipher with a key that is created at start-up and never leaves the process. It
 * protects only data that the process itself also has in memory. It exists so that documents are
 * always encrypted and there is only one code path.
 */
public final class InProcessCipher implements TokenCipher {

  private static final String KEY_ID = "in-process";
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey key;
  private final SecureRandom random = new SecureRandom();

  @Inject
  InProcessCipher() {
    try {
      KeyGenerator generator = KeyGenerator.getInstance("AES");
      generator.init(256);
      this.key = generator.generateKey();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has AES", e);
    }
  }

  @Override
  public Sealed seal(byte[] plain, byte[] associatedData) {
    Objects.requireNonNull(associatedData, "associatedData");
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(iv);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, iv, associatedData);
      byte[] sealed = Arrays.copyOf(iv, IV_BYTES + cipher.getOutputSize(plain.length));
      cipher.doFinal(plain, 0, plain.length, sealed, IV_BYTES);
      return new Sealed(KEY_ID, sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Sealing failed", e);
    }
  }

  @Override
  public Optional<byte[]> open(Sealed sealed, byte[] associatedData) {
    Objects.requireNonNull(associatedData, "associatedData");
    byte[] bytes = sealed.bytes();
    if (bytes.length < IV_BYTES + TAG_BITS / Byte.SIZE) {
      return Optional.empty();
    }
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(bytes, IV_BYTES), associatedData);
      return Optional.of(cipher.doFinal(bytes, IV_BYTES, bytes.length - IV_BYTES));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  @Override
  public Keys keys() {
    return new Keys(KEY_ID, Set.of(KEY_ID));
  }

  private Cipher cipher(int mode, byte[] iv, byte[] associatedData)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
    cipher.updateAAD(associatedData);
    return cipher;
  }
}
