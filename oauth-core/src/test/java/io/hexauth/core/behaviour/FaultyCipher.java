// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import io.hexauth.ports.spi.TokenCipher;
import java.util.Optional;

/** A cipher that cannot seal while a test says so, as one whose key server is away. */
final class FaultyCipher implements TokenCipher {

  private final TokenCipher real;
  private volatile boolean down;
  private volatile boolean opensNothing;
  private volatile boolean keyLost;

  FaultyCipher(TokenCipher real) {
    this.real = real;
  }

  void goDown() {
    down = true;
  }

  /** From now on nothing is opened, though the key is there. */
  void opensNothing() {
    opensNothing = true;
  }

  void comeBack() {
    down = false;
    opensNothing = false;
  }

  /** From now on nothing that was sealed opens. */
  void loseKey() {
    keyLost = true;
  }

  @Override
  public Sealed seal(byte[] plain, byte[] associatedData) {
    if (down) {
      throw new IllegalStateException("The key server is away");
    }
    return real.seal(plain, associatedData);
  }

  @Override
  public Optional<byte[]> open(Sealed sealed, byte[] associatedData) {
    if (opensNothing) {
      throw new IllegalStateException("The key server is away");
    }
    return keyLost ? Optional.empty() : real.open(sealed, associatedData);
  }

  @Override
  public Keys keys() {
    return real.keys();
  }
}
