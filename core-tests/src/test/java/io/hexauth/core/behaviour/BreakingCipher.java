// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import io.hexauth.ports.spi.TokenCipher;
import java.util.Optional;

/** Cipher that throws for one key, like a bug or a failing key service. */
final class BreakingCipher implements TokenCipher {

  static final String BREAKS = "breaks";

  private final RotatingCipher cipher = new RotatingCipher();

  void promote(String key) {
    cipher.promote(key);
  }

  @Override
  public Sealed seal(byte[] plain, byte[] associatedData) {
    return cipher.seal(plain, associatedData);
  }

  @Override
  public Optional<byte[]> open(Sealed envelope, byte[] associatedData) {
    if (envelope.keyId().equals(BREAKS)) {
      throw new IllegalStateException("broken");
    }
    return cipher.open(envelope, associatedData);
  }

  @Override
  public Keys keys() {
    return cipher.keys();
  }
}
