// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import io.hexauth.ports.spi.TokenCipher;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Cipher that throws or hangs on request of a test, like a key server that is down. */
final class FaultyCipher implements TokenCipher {

  private static final int PATIENCE_SECONDS = 30;

  /** Fault of the cipher. */
  enum Fault {
    NONE,
    THROWS,
    HANGS
  }

  private final TokenCipher real;
  private volatile Fault sealing = Fault.NONE;
  private volatile Fault opening = Fault.NONE;
  private volatile CountDownLatch back = new CountDownLatch(1);
  private volatile boolean keyLost;
  private final AtomicInteger seals = new AtomicInteger();

  FaultyCipher(TokenCipher real) {
    this.real = real;
  }

  void goDown() {
    sealing(Fault.THROWS);
  }

  /** Makes the cipher open nothing, although it has the key. */
  void opensNothing() {
    opening(Fault.THROWS);
  }

  void sealing(Fault fault) {
    sealing = fault;
  }

  void opening(Fault fault) {
    opening = fault;
  }

  void comeBack() {
    sealing = Fault.NONE;
    opening = Fault.NONE;
    back.countDown();
    back = new CountDownLatch(1);
  }

  /** Makes the cipher unable to open earlier documents. */
  void loseKey() {
    keyLost = true;
  }

  void findKey() {
    keyLost = false;
  }

  private void meet(Fault fault) {
    switch (fault) {
      case NONE -> {}
      case THROWS -> throw new IllegalStateException("The key server is away");
      case HANGS -> hang();
    }
  }

  private void hang() {
    try {
      if (!back.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The key server stays away");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  /** Number of calls to seal. */
  int seals() {
    return seals.get();
  }

  @Override
  public Sealed seal(byte[] plain, byte[] associatedData) {
    seals.incrementAndGet();
    meet(sealing);
    return real.seal(plain, associatedData);
  }

  @Override
  public Optional<byte[]> open(Sealed sealed, byte[] associatedData) {
    meet(opening);
    return keyLost ? Optional.empty() : real.open(sealed, associatedData);
  }

  @Override
  public Keys keys() {
    return real.keys();
  }
}
