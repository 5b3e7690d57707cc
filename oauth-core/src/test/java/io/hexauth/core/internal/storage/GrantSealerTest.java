// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.core.InProcessCipherModule;
import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.cache.Sightings;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantRecord.Version;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.testkit.guice.StrictInjector;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An encrypted document can be decrypted for its own record only. */
class GrantSealerTest {

  private static final String NAMESPACE = "shop";
  private static final GrantCell CELL = Sightings.cell();
  private static final Version VERSION = new Version(new GrantId("1".repeat(32)), 7);

  private final TokenCipher cipher =
      StrictInjector.create(new InProcessCipherModule()).getInstance(TokenCipher.class);
  private final GrantSealer sealer = sealer(NAMESPACE);
  private final Envelope sealed = sealer.seal(CELL, VERSION, GrantDocument.empty());

  private GrantSealer sealer(String namespace) {
    return new GrantSealer(cipher, namespace, ClientRegistrationId.of("acme"));
  }

  private static GrantRecord record(GrantKey key, Version version, Envelope envelope) {
    return GrantRecord.builder(key, version.grantId(), Instant.EPOCH)
        .version(version)
        .envelope(Optional.of(envelope))
        .build();
  }

  @Test
  void documentShouldOpenInItsRecord() {
    GrantRecord record = record(CELL.key(), VERSION, sealed);

    assertThat(sealer.open(CELL, record)).isEqualTo(GrantDocument.empty());
    assertThat(GrantSealer.owner(cipher, NAMESPACE, record))
        .get()
        .satisfies(owner -> assertThat(owner.principal()).isEqualTo(CELL.principal()))
        .satisfies(owner -> assertThat(owner.registration().value()).isEqualTo("acme"));
  }

  static Stream<Arguments> others() {
    var id = VERSION.grantId();
    return Stream.of(
        Arguments.of("namespace", "another", CELL.key(), VERSION, 0),
        Arguments.of("grant key", NAMESPACE, new GrantKey("a".repeat(64)), VERSION, 0),
        Arguments.of(
            "grant id", NAMESPACE, CELL.key(), new Version(new GrantId("2".repeat(32)), 7), 0),
        Arguments.of("generation before", NAMESPACE, CELL.key(), new Version(id, 6), 0),
        Arguments.of("generation after", NAMESPACE, CELL.key(), new Version(id, 8), 0),
        Arguments.of("format", NAMESPACE, CELL.key(), VERSION, 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void documentShouldNotOpenInARecordWithAnother(
      String part, String namespace, GrantKey key, Version version, int laterFormat) {
    var envelope = new Envelope(sealed.format() + laterFormat, sealed.keyId(), sealed.bytes());
    GrantRecord record = record(key, version, envelope);

    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(() -> sealer(namespace).open(CELL, record));
    assertThat(GrantSealer.owner(cipher, namespace, record)).isEmpty();
    assertThat(GrantSealer.resealed(cipher, namespace, record)).isEmpty();
  }

  private GrantRecord sealed(int format, String document) {
    TokenCipher.Sealed bytes =
        cipher.seal(
            document.getBytes(StandardCharsets.UTF_8),
            GrantSealer.grantData(NAMESPACE, CELL.key(), VERSION, format));
    return record(CELL.key(), VERSION, new Envelope(format, bytes.keyId(), bytes.bytes()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void documentShouldOpenInEveryFormatThatIsKnown(int format) {
    assertThat(sealer.open(CELL, sealed(format, "{\"granted\":\"\"}")))
        .isEqualTo(GrantDocument.empty());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 3, 4})
  void documentShouldNotOpenInAnotherFormat(int format) {
    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(() -> sealer.open(CELL, sealed(format, "{\"granted\":\"\"}")))
        .withMessageContaining("does not know the format");
  }

  /** Without the key, the server would refuse the refresh token, and the grant would be lost. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void documentShouldNotOpenWhenItsTokensAreBoundToAKey(int format) {
    GrantRecord record = sealed(format, "{\"granted\":\"\",\"proof_key\":{\"kty\":\"EC\"}}");

    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(() -> sealer.open(CELL, record))
        .withMessageContaining("bound to a key");
    assertThat(GrantSealer.resealed(cipher, NAMESPACE, record)).isPresent();
  }

  @Test
  void documentThatWasSealedAgainShouldOpenInTheSameRecordOnly() {
    Envelope again =
        GrantSealer.resealed(cipher, NAMESPACE, record(CELL.key(), VERSION, sealed)).orElseThrow();

    assertThat(again.bytes()).isNotEqualTo(sealed.bytes());
    assertThat(sealer.open(CELL, record(CELL.key(), VERSION, again)))
        .isEqualTo(GrantDocument.empty());
    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(
            () -> sealer.open(CELL, record(CELL.key(), new Version(VERSION.grantId(), 8), again)));
  }

  @Test
  void whatWasSealedForAPurposeShouldOpenForNoOther() {
    byte[] plain = {1, 2, 3};
    Envelope envelope = sealer.sealFor("purpose", "key", 2, plain);
    var otherFormat = new Envelope(3, envelope.keyId(), envelope.bytes());

    assertThat(sealer.openFor("purpose", "key", envelope)).contains(plain);
    assertThat(sealer.openFor("another", "key", envelope)).isEmpty();
    assertThat(sealer.openFor("purpose", "another", envelope)).isEmpty();
    assertThat(sealer.openFor("purpose", "key", otherFormat)).isEmpty();
    assertThat(sealer("another").openFor("purpose", "key", envelope)).isEmpty();
  }
}
