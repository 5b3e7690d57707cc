// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.inject.CreationException;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.spi.Element;
import com.google.inject.spi.Elements;
import com.google.inject.spi.PrivateElements;
import com.google.inject.spi.ProviderLookup;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.guice.StrictInjector;
import io.hexauth.testkit.log.LogCapture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TinkTokenCipherModuleTest {

  private static final byte[] DATA = {1};
  private static final byte[] PLAIN = {2};

  private final VirtualClock clock = VirtualClock.create();
  private final Module time = binder -> binder.bind(OAuthClock.class).toInstance(clock);
  private final KeysetHandle keyset = Keys.keyset(Keys.aes(1));
  private final AtomicInteger unwrapped = new AtomicInteger();
  private volatile boolean kmsIsAway;
  private final Aead kek = counting(aead(Keys.keyset(PredefinedAeadParameters.AES256_GCM)));

  @Test
  void moduleShouldRequireTheClockAndProvideTheCipherOnly() {
    List<Element> elements = Elements.getElements(TinkTokenCipherModule.keyset(() -> keyset));
    var inner = (PrivateElements) elements.get(0);

    assertThat(elements).hasSize(1);
    assertThat(inner.getExposedKeys()).containsExactly(Key.get(TokenCipher.class));
    assertThat(inner.getElements())
        .filteredOn(ProviderLookup.class::isInstance)
        .extracting(lookup -> ((ProviderLookup<?>) lookup).getKey().toString())
        .containsExactly(Key.get(OAuthClock.class).toString());
  }

  @Test
  void cipherShouldBeOneForTheInjector() {
    Injector injector = StrictInjector.create(time, TinkTokenCipherModule.keyset(() -> keyset));

    assertThat(injector.getInstance(TokenCipher.class))
        .isSameAs(injector.getInstance(TokenCipher.class));
  }

  @Test
  void moduleShouldBeHarmlessTwiceAndRefusedWithAnotherConfiguration() {
    Callable<KeysetHandle> source = () -> keyset;
    StrictInjector.create(
        time, TinkTokenCipherModule.keyset(source), TinkTokenCipherModule.keyset(source));
    assertThat(TinkTokenCipherModule.keyset(source))
        .hasSameHashCodeAs(TinkTokenCipherModule.keyset(source));

    Module lenient =
        TinkTokenCipherModule.keyset(source)
            .withConfig(TinkTokenCipherConfig.defaults().withMigrateFromPlaintext(true));
    assertThatExceptionOfType(CreationException.class)
        .isThrownBy(
            () -> StrictInjector.create(time, TinkTokenCipherModule.keyset(source), lenient));
  }

  @Test
  void creationShouldFailWithoutAKeyset() {
    Module broken =
        TinkTokenCipherModule.keyset(
            () -> {
              throw new IOException("The file is not there");
            });
    assertThatExceptionOfType(CreationException.class)
        .isThrownBy(() -> StrictInjector.create(time, broken))
        .withMessageContaining("No usable keyset could be loaded")
        .withStackTraceContaining("The file is not there");
  }

  /** Advances the clock so that the next call waits for the keyset. */
  private void afterPause() {
    clock.advance(Keys.RELOAD.multipliedBy(2));
  }

  @Test
  void encryptedKeysetShouldBeReadAsJsonOrBinaryAndUnwrappedOnlyIfItHasChanged(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("keyset");
    Files.writeString(
        file,
        TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
            keyset, kek, new byte[0], RegistryConfiguration.get()));
    TokenCipher cipher =
        cipher(TinkTokenCipherModule.encryptedKeyset(() -> Files.readAllBytes(file), kek));
    TokenCipher.Sealed document = cipher.seal(PLAIN, DATA);

    afterPause();
    assertThat(cipher.open(document, DATA)).contains(PLAIN);
    assertThat(unwrapped).hasValue(1);

    KeysetHandle next = Keys.keyset(Keys.aes(2), keyset.getPrimary().getKey());
    Files.write(
        file,
        TinkProtoKeysetFormat.serializeEncryptedKeyset(
            next, kek, new byte[0], RegistryConfiguration.get()));
    afterPause();
    assertThat(cipher.open(document, DATA)).contains(PLAIN);
    assertThat(cipher.seal(PLAIN, DATA).keyId()).isEqualTo("2");
    assertThat(unwrapped).hasValue(2);
  }

  @Test
  void aChangeShouldBeSeenWhenTheSourceFillsTheSameArrayAgain() throws GeneralSecurityException {
    byte[] array = binary(Keys.keyset(Keys.aes(1)));
    byte[] next = binary(Keys.keyset(Keys.aes(2)));
    assertThat(next).hasSameSizeAs(array);
    TokenCipher cipher = cipher(TinkTokenCipherModule.insecureCleartextKeyset(() -> array));
    assertThat(cipher.seal(PLAIN, DATA).keyId()).isEqualTo("1");

    System.arraycopy(next, 0, array, 0, next.length);
    afterPause();

    assertThat(cipher.seal(PLAIN, DATA).keyId()).isEqualTo("2");
  }

  /** A KMS that did not answer once has not refused the keyset. */
  @Test
  void aKeysetThatCouldNotBeUnwrappedShouldBeUnwrappedWithTheNextReload() throws Exception {
    var next = new AtomicReference<>(wrapped(keyset));
    TokenCipher cipher = cipher(TinkTokenCipherModule.encryptedKeyset(next::get, kek));
    kmsIsAway = true;
    next.set(wrapped(Keys.keyset(Keys.aes(2))));
    for (int reload = 1; reload <= 2; reload++) {
      try (LogCapture log = LogCapture.start()) {
        afterPause();
        assertThat(cipher.seal(PLAIN, DATA).keyId()).isEqualTo("1");
        assertThat(log.text()).contains("is not usable");
      }
      assertThat(unwrapped).hasValue(1 + reload);
    }

    kmsIsAway = false;
    afterPause();

    assertThat(cipher.seal(PLAIN, DATA).keyId()).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n", "\r\n\t  "})
  void jsonShouldBeKnownBehindWhiteSpace(String before) throws Exception {
    String encrypted =
        TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
            keyset, kek, new byte[0], RegistryConfiguration.get());
    byte[] wrapped = (before + encrypted).getBytes(StandardCharsets.UTF_8);
    byte[] clear = (before + Keys.json(keyset)).getBytes(StandardCharsets.UTF_8);

    for (Module module :
        List.of(
            TinkTokenCipherModule.encryptedKeyset(() -> wrapped, kek),
            TinkTokenCipherModule.insecureCleartextKeyset(() -> clear))) {
      assertThat(cipher(module).seal(PLAIN, DATA).keyId()).isEqualTo("1");
    }
  }

  @Test
  void sourceShouldBeAskedAsOftenAsTheConfigurationSays() {
    var current = new AtomicReference<>(keyset);
    TokenCipher cipher =
        cipher(
            TinkTokenCipherModule.keyset(current::get)
                .withConfig(TinkTokenCipherConfig.defaults().withReloadEvery(Duration.ofHours(3))));
    current.set(Keys.keyset(Keys.aes(2)));

    clock.advance(Duration.ofHours(3).minusNanos(1));
    for (int i = 0; i < 100; i++) {
      assertThat(cipher.seal(PLAIN, DATA).keyId()).isEqualTo("1");
    }
    clock.advance(Duration.ofHours(6));
    assertThat(cipher.seal(PLAIN, DATA).keyId()).isEqualTo("2");
  }

  @Test
  void modulesShouldBeEqualByTheirSourceAndConfiguration() {
    Callable<KeysetHandle> source = () -> keyset;
    TinkTokenCipherModule module = TinkTokenCipherModule.keyset(source);

    assertThat(module)
        .isEqualTo(module.withConfig(TinkTokenCipherConfig.defaults()))
        .isNotEqualTo(TinkTokenCipherModule.keyset(() -> keyset))
        .isNotEqualTo(
            module.withConfig(
                TinkTokenCipherConfig.defaults().withReloadEvery(Duration.ofHours(1))))
        .isNotEqualTo(source);
  }

  @Test
  void moduleShouldRefuseNullAtOnce() {
    Callable<byte[]> bytes = () -> new byte[0];
    assertThatNullPointerException().isThrownBy(() -> TinkTokenCipherModule.keyset(nothing()));
    assertThatNullPointerException()
        .isThrownBy(() -> TinkTokenCipherModule.encryptedKeyset(nothing(), kek));
    assertThatNullPointerException()
        .isThrownBy(() -> TinkTokenCipherModule.encryptedKeyset(bytes, nothing()));
    assertThatNullPointerException()
        .isThrownBy(() -> TinkTokenCipherModule.insecureCleartextKeyset(nothing()));
    assertThatNullPointerException()
        .isThrownBy(() -> TinkTokenCipherModule.keyset(() -> keyset).withConfig(nothing()));
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // like a careless caller
  private static <T> T nothing() {
    return null;
  }

  private byte[] wrapped(KeysetHandle handle) throws GeneralSecurityException {
    return TinkProtoKeysetFormat.serializeEncryptedKeyset(
        handle, kek, new byte[0], RegistryConfiguration.get());
  }

  @Test
  void aWrongKekShouldFailAtStartUp() throws GeneralSecurityException {
    byte[] wrapped =
        TinkProtoKeysetFormat.serializeEncryptedKeyset(
            keyset, kek, new byte[0], RegistryConfiguration.get());
    Aead other = aead(Keys.keyset(PredefinedAeadParameters.AES256_GCM));

    assertThatExceptionOfType(CreationException.class)
        .isThrownBy(() -> cipher(TinkTokenCipherModule.encryptedKeyset(() -> wrapped, other)));
  }

  @Test
  void cleartextKeysetShouldBeReportedAtStartUp() throws GeneralSecurityException {
    byte[] json = Keys.json(keyset).getBytes(StandardCharsets.UTF_8);
    byte[] binary = binary(keyset);
    TokenCipher.Sealed document = Keys.cipher(keyset).seal(PLAIN, DATA);

    for (byte[] bytes : List.of(json, binary)) {
      try (LogCapture log = LogCapture.start()) {
        TokenCipher cipher = cipher(TinkTokenCipherModule.insecureCleartextKeyset(() -> bytes));
        clock.advance(Keys.RELOAD);
        assertThat(cipher.open(document, DATA)).contains(PLAIN);
        assertThat(log.lines()).filteredOn(line -> line.contains("stored unencrypted")).hasSize(1);
      }
    }
  }

  @Test
  void aBrokenCleartextKeysetShouldBeQuotedNowhere() {
    String json = Keys.json(keyset);
    String secret = json.replaceAll("(?s).*\"value\":\\s*\"([^\"]+)\".*", "$1");
    byte[] broken = json.replace("}", "").getBytes(StandardCharsets.UTF_8);

    assertThat(secret).hasSizeGreaterThan(40);
    assertThatExceptionOfType(CreationException.class)
        .isThrownBy(() -> cipher(TinkTokenCipherModule.insecureCleartextKeyset(() -> broken)))
        .satisfies(
            e ->
                assertThat(org.assertj.core.util.Throwables.getStackTrace(e))
                    .contains("This is not a cleartext keyset")
                    .doesNotContain(secret));
  }

  private TokenCipher cipher(Module module) {
    return StrictInjector.create(time, module).getInstance(TokenCipher.class);
  }

  private static byte[] binary(KeysetHandle keyset) throws GeneralSecurityException {
    return TinkProtoKeysetFormat.serializeKeyset(
        keyset, InsecureSecretKeyAccess.get(), RegistryConfiguration.get());
  }

  private static Aead aead(KeysetHandle keyset) {
    try {
      return keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private Aead counting(Aead real) {
    return new Aead() {
      @Override
      public byte[] encrypt(byte[] plaintext, byte[] data) throws GeneralSecurityException {
        return real.encrypt(plaintext, data);
      }

      @Override
      public byte[] decrypt(byte[] ciphertext, byte[] data) throws GeneralSecurityException {
        unwrapped.incrementAndGet();
        if (kmsIsAway) {
          throw new GeneralSecurityException("The KMS is away");
        }
        return real.decrypt(ciphertext, data);
      }
    };
  }
}
