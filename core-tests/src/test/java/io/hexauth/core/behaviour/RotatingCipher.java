// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import io.hexauth.ports.spi.TokenCipher;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Cipher whose keys are added and removed, like those of a keyset. */
final class RotatingCipher implements TokenCipher {

  private static final int IV = 12;

  private final SecureRandom random = new SecureRandom();
  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private volatile String primary = "key-1";

  RotatingCipher() {
    keys.add("key-1");
  }

  void promote(String key) {
    keys.add(key);
    primary = key;
  }

  void destroy(String key) {
    keys.remove(key);
  }

  @Override
  public Sealed seal(byte[] plain, byte[] associatedData) {
    byte[] iv = new byte[IV];
    random.nextBytes(iv);
    String key = primary;
    try {
      byte[] bytes = cipher(Cipher.ENCRYPT_MODE, key, iv, associatedData).doFinal(plain);
      byte[] both = Arrays.copyOf(iv, IV + bytes.length);
      System.arraycopy(bytes, 0, both, IV, bytes.length);
      return new Sealed(key, both);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Optional<byte[]> open(Sealed envelope, byte[] associatedData) {
    if (!keys.contains(envelope.keyId())) {
      return Optional.empty();
    }
    byte[] bytes = envelope.bytes();
    try {
      return Optional.of(
          cipher(Cipher.DECRYPT_MODE, envelope.keyId(), Arrays.copyOf(bytes, IV), associatedData)
              .doFinal(bytes, IV, bytes.length - IV));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  @Override
  public Keys keys() {
    return new Keys(primary, keys);
  }

  private static Cipher cipher(int mode, String key, byte[] iv, byte[] associatedData)
      throws GeneralSecurityException {
    byte[] secret =
        MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(128, iv));
    cipher.updateAAD(associatedData);
    return cipher;
  }
}
