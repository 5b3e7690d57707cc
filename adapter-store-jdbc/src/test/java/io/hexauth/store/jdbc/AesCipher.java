// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc;

import io.hexauth.ports.spi.TokenCipher;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Real cipher with a key that exists during a test only. */
final class AesCipher implements TokenCipher {

  private static final int IV = 12;

  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key = new SecretKeySpec(random.generateSeed(32), "AES");

  @Override
  public Sealed seal(byte[] plain, byte[] associatedData) {
    byte[] iv = new byte[IV];
    random.nextBytes(iv);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, iv, associatedData, plain, 0);
    byte[] bytes = Arrays.copyOf(iv, IV + sealed.length);
    System.arraycopy(sealed, 0, bytes, IV, sealed.length);
    return new Sealed("test", bytes);
  }

  @Override
  public Optional<byte[]> open(Sealed sealed, byte[] associatedData) {
    byte[] iv = Arrays.copyOf(sealed.bytes(), IV);
    return Optional.of(run(Cipher.DECRYPT_MODE, iv, associatedData, sealed.bytes(), IV));
  }

  @Override
  public Keys keys() {
    return new Keys("test", Set.of("test"));
  }

  private byte[] run(int mode, byte[] iv, byte[] associatedData, byte[] bytes, int from) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(128, iv));
      cipher.updateAAD(associatedData);
      return cipher.doFinal(bytes, from, bytes.length - from);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
