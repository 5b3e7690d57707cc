// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Module;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenCipher.Sealed;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.guice.StrictInjector;
import io.hexauth.testkit.log.LogCapture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden files: every later version can read them. */
class StoredFormatsTest {

  private final Properties unencrypted = properties("unencrypted-1.properties");

  @ParameterizedTest
  @ValueSource(strings = {"4027435774", "42"})
  void documentsOfTheFirstVersionShouldOpen(String keyId) {
    Properties golden = properties("sealed-1.properties");
    TokenCipher cipher = cipher(TinkTokenCipherConfig.defaults());

    assertThat(cipher.keys())
        .isEqualTo(new TokenCipher.Keys("4027435774", Set.of("4027435774", "42")));
    assertThat(
            cipher.open(
                new Sealed(keyId, bytes(golden, "sealed." + keyId)),
                bytes(golden, "associated-data")))
        .contains(bytes(golden, "plain"));
  }

  @Test
  void unencryptedDocumentsShouldBeRefused() {
    assertThat(
            cipher(TinkTokenCipherConfig.defaults())
                .open(document(), bytes(unencrypted, "associated-data")))
        .isEmpty();
  }

  @Test
  void unencryptedDocumentsShouldBeAcceptedCountedAndReportedDuringAMigration() {
    try (LogCapture log = LogCapture.start()) {
      TokenCipher cipher = migrating();
      byte[] data = bytes(unencrypted, "associated-data");
      for (int i = 0; i < 1_000; i++) {
        assertThat(cipher.open(document(), data)).contains(bytes(unencrypted, "plain"));
      }
      assertThat(log.lines()).filteredOn(line -> line.contains("are accepted")).hasSize(1);
      assertThat(log.lines()).filteredOn(line -> line.contains("were read so far")).hasSize(10);
      assertThat(log.text()).contains("512").doesNotContain("granted");
      assertThat(cipher.keys().readable()).contains("unencrypted", "42");
    }
  }

  @Test
  void aMigrationShouldWriteSealedDocumentsOnly() {
    TokenCipher cipher = migrating();

    assertThat(cipher.keys().primary()).isEqualTo("4027435774");
    assertThat(cipher.seal(new byte[1], new byte[1]).keyId()).isEqualTo("4027435774");
  }

  @Test
  void unencryptedDocumentsShouldBeRefusedDuringAMigrationIfTheyWereChangedOrMoved() {
    TokenCipher cipher = migrating();
    byte[] data = bytes(unencrypted, "associated-data");

    for (int i = 0; i < document().bytes().length; i++) {
      byte[] damaged = document().bytes().clone();
      damaged[i] ^= 1;
      assertThat(cipher.open(new Sealed("unencrypted", damaged), data)).as("byte %s", i).isEmpty();
    }
    assertThat(cipher.open(document(), new byte[0])).isEmpty();
  }

  @Test
  void unencryptedDocumentsShouldBeRefusedDuringAMigrationAtEveryOtherLength() {
    TokenCipher cipher = migrating();
    byte[] data = bytes(unencrypted, "associated-data");
    byte[] whole = document().bytes();

    for (int length = 0; length <= whole.length + 1; length++) {
      var cut = new Sealed("unencrypted", Arrays.copyOf(whole, length));
      assertThat(cipher.open(cut, data).isPresent())
          .as("length %s", length)
          .isEqualTo(length == whole.length);
    }
  }

  /** The document has four bytes, a digest, and no content. */
  @Test
  void emptyDocumentsShouldBeAcceptedDuringAMigration() throws Exception {
    byte[] data = {1, 2, 3};
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(new byte[] {0, 0, 0, 3, 1, 2, 3});
    byte[] empty =
        ByteBuffer.allocate(36).put("PLN1".getBytes(StandardCharsets.US_ASCII)).put(digest).array();

    assertThat(migrating().open(new Sealed("unencrypted", empty), data)).contains(new byte[0]);
  }

  private Sealed document() {
    return new Sealed("unencrypted", bytes(unencrypted, "unencrypted"));
  }

  private static TokenCipher migrating() {
    return cipher(TinkTokenCipherConfig.defaults().withMigrateFromPlaintext(true));
  }

  private static TokenCipher cipher(TinkTokenCipherConfig config) {
    Module clock = binder -> binder.bind(OAuthClock.class).toInstance(VirtualClock.create());
    return StrictInjector.create(
            clock,
            TinkTokenCipherModule.insecureCleartextKeyset(() -> resource("keyset-1.json"))
                .withConfig(config))
        .getInstance(TokenCipher.class);
  }

  private static byte[] bytes(Properties golden, String name) {
    return Base64.getDecoder().decode(golden.getProperty(name));
  }

  private static Properties properties(String name) {
    var properties = new Properties();
    try {
      properties.load(new java.io.ByteArrayInputStream(resource(name)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return properties;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream file = StoredFormatsTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(file, name).readAllBytes();
    }
  }
}
