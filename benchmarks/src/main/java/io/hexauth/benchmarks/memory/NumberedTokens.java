// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.memory;

import io.hexauth.ports.spi.TokenCipher;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A cipher that returns the document that it sealed last, each time with another number in the
 * tokens. So no two grants have the same token.
 */
final class NumberedTokens implements TokenCipher {

  private static final String NUMBER = "NUMBER-HERE-";

  private final AtomicInteger numbers = new AtomicInteger();
  private volatile String document = "";

  /** {@return a token of this length, with a placeholder for its number} */
  static String token(int length) {
    return NUMBER + "x".repeat(length - NUMBER.length());
  }

  @Override
  public Sealed seal(byte[] plain, byte[] associatedData) {
    document = new String(plain, StandardCharsets.UTF_8);
    return new Sealed("none", new byte[] {0});
  }

  @Override
  public Optional<byte[]> open(Sealed sealed, byte[] associatedData) {
    String number = "%012d".formatted(numbers.getAndIncrement());
    return Optional.of(document.replace(NUMBER, number).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Keys keys() {
    return new Keys("none", Set.of("none"));
  }
}
