// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenCipher.Sealed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TinkTokenCipherTest {

  /** Values to which core binds a document: docs/stored-formats.md. */
  private static final List<String> BELONGS_TO =
      List.of("hexauth/grant/v1", "prod", "acme", "billing", "k".repeat(64), "grant-1", "7", "1");

  private static final int HIGH_ID = 0xF00DCAFE;

  private final TokenCipher cipher = Keys.cipher(Keys.keyset(Keys.aes(HIGH_ID)));
  private final byte[] plain = "{\"refresh_token\":\"…\"}".getBytes(StandardCharsets.UTF_8);

  @Test
  void keyIdShouldBeTheOneThatTinkeyShows() {
    Sealed document = cipher.seal(plain, data(BELONGS_TO));

    assertThat(document.keyId()).isEqualTo("4027435774");
    assertThat(cipher.keys()).isEqualTo(new TokenCipher.Keys("4027435774", Set.of("4027435774")));
    assertThat(document.bytes()).startsWith(0x01, 0xF0, 0x0D, 0xCA, 0xFE);
  }

  @Test
  void noBitShouldBeChangeable() {
    Sealed document = cipher.seal(plain, data(BELONGS_TO));

    for (int bit = 0; bit < document.bytes().length * Byte.SIZE; bit++) {
      byte[] damaged = document.bytes().clone();
      damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertThat(cipher.open(new Sealed(document.keyId(), damaged), data(BELONGS_TO)))
          .as("bit %s", bit)
          .isEmpty();
    }
  }

  @Test
  void noPartOfWhatADocumentBelongsToShouldBeChangeable() {
    Sealed document = cipher.seal(plain, data(BELONGS_TO));
    byte[] right = data(BELONGS_TO);

    for (int part = 0; part < BELONGS_TO.size(); part++) {
      var other = new java.util.ArrayList<>(BELONGS_TO);
      other.set(part, BELONGS_TO.get(part) + "x");
      assertThat(cipher.open(document, data(other))).as("part %s", part).isEmpty();
    }
    for (int i = 0; i < right.length; i++) {
      byte[] other = right.clone();
      other[i] ^= (byte) 0x80;
      assertThat(cipher.open(document, other)).as("byte %s", i).isEmpty();
    }
    assertThat(cipher.open(document, right)).contains(plain);
  }

  /** Moving a character from one part to the next results in another record. */
  @Test
  void partsShouldNotRunIntoEachOther() {
    Sealed document = cipher.seal(plain, data(List.of("ab", "c")));

    assertThat(cipher.open(document, data(List.of("a", "bc")))).isEmpty();
    assertThat(cipher.open(document, data(List.of("abc")))).isEmpty();
  }

  @Test
  void aHundredThousandDocumentsShouldAllDiffer() {
    Set<ByteBuffer> seen = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = cipher.seal(plain, new byte[0]).bytes();
      seen.add(ByteBuffer.wrap(Arrays.copyOfRange(bytes, 5, 5 + 12))); // the nonce only
    }
    assertThat(seen).hasSize(100_000);
  }

  @Test
  void anotherKeyOfTheSameIdShouldOpenNothing() {
    Sealed document = cipher.seal(plain, new byte[0]);

    assertThat(Keys.cipher(Keys.keyset(Keys.aes(HIGH_ID))).open(document, new byte[0])).isEmpty();
  }

  @Test
  void aDisabledKeyShouldOpenNothing() {
    var old = Keys.aes(1);
    Sealed document = Keys.cipher(Keys.keyset(old)).seal(plain, new byte[0]);
    TokenCipher without = Keys.cipher(Keys.withDisabled(Keys.aes(2), old));

    assertThat(without.keys().readable()).containsExactly("2");
    assertThat(without.open(document, new byte[0])).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"refresh_token\":\"planted\"}", "PLN1", "\u0000\u0001"})
  void aPlantedDocumentShouldNotOpen(String planted) {
    byte[] bytes = planted.getBytes(StandardCharsets.UTF_8);

    assertThat(cipher.open(new Sealed("unencrypted", bytes), new byte[0])).isEmpty();
    assertThat(cipher.open(new Sealed("4027435774", bytes), new byte[0])).isEmpty();
  }

  @Test
  void keysWithoutTinksPrefixShouldBeRefused() throws GeneralSecurityException {
    for (AesGcmParameters.Variant variant :
        List.of(AesGcmParameters.Variant.NO_PREFIX, AesGcmParameters.Variant.CRUNCHY)) {
      AesGcmParameters parameters =
          AesGcmParameters.builder()
              .setKeySizeBytes(32)
              .setIvSizeBytes(12)
              .setTagSizeBytes(16)
              .setVariant(variant)
              .build();
      assertRefused(Keys.keyset(parameters), "does not use the output prefix TINK");
    }
  }

  @Test
  void keysOfAnotherKindShouldBeRefused() throws GeneralSecurityException {
    MacConfig.register();
    assertRefused(Keys.keyset(PredefinedMacParameters.HMAC_SHA256_256BITTAG), "is not an AEAD key");
  }

  @Test
  void mixedKindsOfAeadKeysShouldWorkTogether() {
    var gcm = Keys.aes(1);
    var chacha = Keys.key(PredefinedAeadParameters.XCHACHA20_POLY1305, 2);
    Sealed old = Keys.cipher(Keys.keyset(gcm)).seal(plain, new byte[0]);

    assertThat(Keys.cipher(Keys.keyset(chacha, gcm)).open(old, new byte[0])).contains(plain);
  }

  private static void assertRefused(KeysetHandle keyset, String why) {
    assertThatIllegalStateException()
        .isThrownBy(() -> Keys.cipher(keyset))
        .withMessage("No usable keyset could be loaded")
        .havingCause()
        .withMessageContaining(why);
  }

  /** {@return the parts, each with its length, as core encodes them} */
  private static byte[] data(List<String> parts) {
    var all = new java.io.ByteArrayOutputStream();
    for (String part : parts) {
      byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
      all.writeBytes(ByteBuffer.allocate(4).putInt(utf8.length).array());
      all.writeBytes(utf8);
    }
    return all.toByteArray();
  }
}
