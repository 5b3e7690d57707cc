// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenCipher.Sealed;
import io.hexauth.testkit.log.Canaries;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Contract test for a {@link TokenCipher}. Extend this class in a test, and implement the method
 * that creates a cipher.
 *
 * <p>The contract does not test key rotation, because each cipher rotates keys in its own way.
 * Instances are not safe for use by multiple threads; JUnit creates one for each test.
 */
public abstract class TokenCipherContract {

  private static final int THREADS = 16;

  private final SecureRandom random = new SecureRandom();
  private final byte[] plain = bytes(300);
  private final byte[] data = "namespace, key, grant id, 7".getBytes(StandardCharsets.UTF_8);
  private Optional<TokenCipher> created = Optional.empty();

  /** Creates the contract, for subclasses. */
  protected TokenCipherContract() {}

  /** {@return a cipher with a new key} */
  protected abstract TokenCipher createCipher();

  @BeforeEach
  final void createFixture() {
    created = Optional.of(createCipher());
  }

  private TokenCipher cipher() {
    return created.orElseThrow();
  }

  @Test
  final void openShouldReturnWhatWasSealed() {
    assertThat(cipher().open(cipher().seal(plain, data), data)).contains(plain);
  }

  @Test
  final void openShouldReturnEmptyDocuments() {
    assertThat(cipher().open(cipher().seal(new byte[0], data), data)).contains(new byte[0]);
  }

  @Test
  final void openShouldReturnDocumentsOfOneMiB() {
    byte[] large = bytes(1024 * 1024);
    assertThat(cipher().open(cipher().seal(large, data), data).orElseThrow()).isEqualTo(large);
  }

  @Test
  final void openShouldAcceptEmptyAssociatedData() {
    Sealed sealed = cipher().seal(plain, new byte[0]);
    assertThat(cipher().open(sealed, new byte[0])).contains(plain);
    assertThat(cipher().open(sealed, data)).isEmpty();
  }

  @Test
  final void sealShouldDifferEachTime() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      seen.add(Arrays.toString(cipher().seal(plain, data).bytes()));
    }
    assertThat(seen).hasSize(100);
  }

  @Test
  final void sealShouldShowNothingOfTheDocument() {
    var canaries = new Canaries();
    String secret = canaries.create("refresh_token");
    Sealed sealed = cipher().seal(secret.getBytes(StandardCharsets.UTF_8), data);
    canaries.assertNoneIn(new String(sealed.bytes(), StandardCharsets.ISO_8859_1));
    canaries.assertNoneIn(sealed.toString() + sealed.keyId() + cipher());
  }

  @Test
  final void sealShouldLeaveItsArgumentsAsTheyAre() {
    byte[] plainBefore = plain.clone();
    byte[] dataBefore = data.clone();
    Sealed sealed = cipher().seal(plain, data);
    byte[] sealedBefore = sealed.bytes().clone();
    assertThat(cipher().open(sealed, data)).isPresent();
    assertThat(plain).isEqualTo(plainBefore);
    assertThat(data).isEqualTo(dataBefore);
    assertThat(sealed.bytes()).isEqualTo(sealedBefore);
  }

  @Test
  final void sealShouldNameItsKey() {
    assertThat(cipher().seal(plain, data).keyId()).isNotBlank().hasSizeLessThanOrEqualTo(64);
  }

  @Test
  final void keysShouldNameTheKeyThatSeals() {
    String keyId = cipher().seal(plain, data).keyId();
    assertThat(cipher().keys().primary()).isEqualTo(keyId);
    assertThat(cipher().keys().readable()).contains(keyId);
  }

  @Test
  final void openShouldNotTrustTheKeyId() {
    Sealed sealed = cipher().seal(plain, data);
    assertThat(cipher().open(new Sealed("another", sealed.bytes()), data)).contains(plain);
  }

  @Test
  final void openShouldRefuseOtherAssociatedData() {
    Sealed sealed = cipher().seal(plain, data);
    assertThat(cipher().open(sealed, new byte[0])).isEmpty();
    assertThat(cipher().open(sealed, Arrays.copyOf(data, data.length - 1))).isEmpty();
    assertThat(cipher().open(sealed, Arrays.copyOf(data, data.length + 1))).isEmpty();
    for (int i = 0; i < data.length; i++) {
      assertThat(cipher().open(sealed, flipped(data, i))).as("byte " + i).isEmpty();
    }
  }

  @Test
  final void openShouldRefuseEveryFlippedByte() {
    Sealed sealed = cipher().seal(plain, data);
    for (int i = 0; i < sealed.bytes().length; i++) {
      var damaged = new Sealed(sealed.keyId(), flipped(sealed.bytes(), i));
      assertThat(cipher().open(damaged, data)).as("byte " + i).isEmpty();
    }
  }

  @Test
  final void openShouldRefuseEveryOtherLength() {
    Sealed sealed = cipher().seal(plain, data);
    for (int length = 0; length < sealed.bytes().length; length++) {
      var cut = new Sealed(sealed.keyId(), Arrays.copyOf(sealed.bytes(), length));
      assertThat(cipher().open(cut, data)).as("length " + length).isEmpty();
    }
    var longer =
        new Sealed(sealed.keyId(), Arrays.copyOf(sealed.bytes(), sealed.bytes().length + 1));
    assertThat(cipher().open(longer, data)).isEmpty();
  }

  @Test
  final void openShouldRefuseWhatWasNeverSealed() {
    assertThat(cipher().open(new Sealed("key", plain), data)).isEmpty();
    assertThat(cipher().open(new Sealed("key", bytes(1000)), data)).isEmpty();
  }

  @Test
  final void openShouldRefuseWhatAnotherKeySealed() {
    assertThat(createCipher().open(cipher().seal(plain, data), data)).isEmpty();
  }

  @Test
  final void manyThreadsShouldNotDisturbOneAnother() {
    List<Boolean> right =
        Race.run(
            THREADS,
            i -> {
              boolean good = true;
              for (int round = 0; round < 100; round++) {
                byte[] mine = (i + ":" + round).getBytes(StandardCharsets.UTF_8);
                Optional<byte[]> back = cipher().open(cipher().seal(mine, data), data);
                good &= back.filter(b -> Arrays.equals(b, mine)).isPresent();
              }
              return good;
            });
    assertThat(right).containsOnly(true);
  }

  @Test
  final void everyMethodShouldRefuseNull() {
    Sealed sealed = cipher().seal(plain, data);
    assertThatNullPointerException().isThrownBy(() -> cipher().seal(Nothing.nothing(), data));
    assertThatNullPointerException().isThrownBy(() -> cipher().seal(plain, Nothing.nothing()));
    assertThatNullPointerException().isThrownBy(() -> cipher().open(Nothing.nothing(), data));
    assertThatNullPointerException().isThrownBy(() -> cipher().open(sealed, Nothing.nothing()));
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] copy = bytes.clone();
    copy[at] ^= 1;
    return copy;
  }
}
