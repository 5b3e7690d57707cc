// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.unencrypted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.google.inject.Key;
import com.google.inject.spi.Elements;
import com.google.inject.spi.PrivateElements;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.UnencryptedModule;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenCipher.Sealed;
import io.hexauth.testkit.guice.StrictInjector;
import io.hexauth.testkit.log.LogCapture;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Tests without the contract of ciphers, because this cipher provides no secrecy. */
class UnencryptedCipherTest {

  private static final byte[] PLAIN = {1, 2, 3};
  private static final byte[] DATA = {4, 5, 6};

  private final TokenCipher cipher =
      StrictInjector.create(new UnencryptedModule()).getInstance(TokenCipher.class);

  @Test
  void openShouldReturnWhatWasWritten() {
    assertThat(cipher.open(cipher.seal(PLAIN, DATA), DATA)).contains(PLAIN);
    assertThat(cipher.open(cipher.seal(new byte[0], DATA), DATA)).contains(new byte[0]);
    assertThat(cipher.keys().primary())
        .isEqualTo("unencrypted")
        .isEqualTo(cipher.seal(PLAIN, DATA).keyId());
    assertThat(cipher.keys().readable()).containsExactly("unencrypted");
  }

  @Test
  void openShouldRefuseDamage() {
    Sealed document = cipher.seal(PLAIN, DATA);
    for (int i = 0; i < document.bytes().length; i++) {
      byte[] damaged = document.bytes().clone();
      damaged[i] ^= 1;
      assertThat(cipher.open(new Sealed("unencrypted", damaged), DATA)).as("byte %s", i).isEmpty();
      byte[] cut = Arrays.copyOf(document.bytes(), i);
      assertThat(cipher.open(new Sealed("unencrypted", cut), DATA)).as("length %s", i).isEmpty();
    }
  }

  @Test
  void openShouldRefuseWhatBelongsElsewhere() {
    assertThat(cipher.open(cipher.seal(PLAIN, DATA), PLAIN)).isEmpty();
    assertThat(cipher.open(cipher.seal(new byte[] {6, 1}, new byte[] {4, 5}), DATA)).isEmpty();
  }

  @Test
  void nullShouldBeRefused() {
    Sealed document = cipher.seal(PLAIN, DATA);
    assertThatNullPointerException().isThrownBy(() -> cipher.seal(null, DATA));
    assertThatNullPointerException().isThrownBy(() -> cipher.seal(PLAIN, null));
    assertThatNullPointerException().isThrownBy(() -> cipher.open(null, DATA));
    assertThatNullPointerException().isThrownBy(() -> cipher.open(document, null));
  }

  @Test
  void theFirstVersionsDocumentShouldOpen() throws IOException {
    var golden = new Properties();
    try (InputStream file =
        UnencryptedCipherTest.class.getResourceAsStream("unencrypted-1.properties")) {
      golden.load(Objects.requireNonNull(file));
    }
    byte[] data = bytes(golden, "associated-data");
    byte[] plain = bytes(golden, "plain");

    assertThat(cipher.open(new Sealed("?", bytes(golden, "unencrypted")), data)).contains(plain);
    assertThat(cipher.seal(plain, data).bytes()).isEqualTo(bytes(golden, "unencrypted"));
  }

  @Test
  void startUpShouldWarnOnce() {
    try (LogCapture log = LogCapture.start()) {
      var injector = StrictInjector.create(new UnencryptedModule(), new UnencryptedModule());
      injector.getInstance(TokenCipher.class).seal(PLAIN, DATA);
      injector.getInstance(TokenCipher.class).seal(PLAIN, DATA);
      assertThat(log.lines()).singleElement().asString().contains("WARN", "stored unencrypted");
    }
  }

  @Test
  void moduleShouldProvideTheCipherOnly() {
    var elements = (PrivateElements) Elements.getElements(new UnencryptedModule()).get(0);

    assertThat(elements.getExposedKeys()).containsExactly(Key.get(TokenCipher.class));
    assertThat(new UnencryptedModule())
        .isEqualTo(new UnencryptedModule())
        .hasSameHashCodeAs(new UnencryptedModule())
        .isNotEqualTo(new InMemoryModule());
  }

  private static byte[] bytes(Properties golden, String name) {
    return Base64.getDecoder().decode(golden.getProperty(name));
  }
}
