// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.growth;

import io.hexauth.ports.spi.TokenCipher;
import java.util.Optional;
import java.util.Set;

/** A cipher that does not encrypt, so that SQL can create the rows of a table. */
final class PlainCipher implements TokenCipher {

  static final String PRIMARY = "key-2";
  static final String OLD = "key-1";

  @Override
  public Sealed seal(byte[] plain, byte[] associatedData) {
    return new Sealed(PRIMARY, plain);
  }

  @Override
  public Optional<byte[]> open(Sealed sealed, byte[] associatedData) {
    return Optional.of(sealed.bytes());
  }

  @Override
  public Keys keys() {
    return new Keys(PRIMARY, Set.of(PRIMARY, OLD));
  }
}
