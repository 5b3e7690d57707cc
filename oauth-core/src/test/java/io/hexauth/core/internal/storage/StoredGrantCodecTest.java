// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.lifecycle.Lease;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stored form of a record, which releases promise to read: the expected texts are written out here.
 */
class StoredGrantCodecTest {

  private static final ClientRegistrationId SHOP = ClientRegistrationId.of("shop");
  private static final GrantKey KEY = new GrantKey("a".repeat(64));
  private static final GrantId ID = new GrantId("0123456789abcdef".repeat(2));
  private static final Revision REVISION = new Revision("r1");
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.000001Z");
  private static final byte[] DOCUMENT = {1, 2, 3};

  private static final GrantRecord FULL =
      GrantRecord.builder(KEY, ID, NOW)
          .version(new GrantRecord.Version(ID, 7))
          .epoch(12)
          .state(GrantState.INTENT)
          .attempt(2)
          .lease(Optional.of(new Lease("node-1", "attempt-1", NOW.plusSeconds(20))))
          .notBefore(Optional.of(NOW.plusSeconds(1)))
          .errorCode(Optional.of(OAuthErrorCode.INVALID_CLIENT))
          .envelope(Optional.of(new Envelope(1, "key-1", DOCUMENT)))
          .commitId(Optional.of("attempt-0"))
          .accessExpiresAt(Optional.of(NOW.plusSeconds(60)))
          .retainUntil(Optional.of(NOW.plusSeconds(90)))
          .updatedAt(NOW.plusSeconds(5))
          .others(Map.of("of_a_later_version", "kept"))
          .build();

  private static final Map<String, String> FULL_FIELDS =
      Map.ofEntries(
          Map.entry("layout", "1"),
          Map.entry("grant_id", ID.value()),
          Map.entry("gen", "7"),
          Map.entry("epoch", "12"),
          Map.entry("state", "INTENT"),
          Map.entry("attempt", "2"),
          Map.entry("owner", "node-1"),
          Map.entry("attempt_id", "attempt-1"),
          Map.entry("lease_until", "1795262420000001"),
          Map.entry("not_before", "1795262401000001"),
          Map.entry("err_code", "invalid_client"),
          Map.entry("fmt", "1"),
          Map.entry("key_id", "key-1"),
          Map.entry("commit_id", "attempt-0"),
          Map.entry("access_exp", "1795262460000001"),
          Map.entry("purge_at", "1795262490000001"),
          Map.entry("created_at", "1795262400000001"),
          Map.entry("updated_at", "1795262405000001"),
          Map.entry("of_a_later_version", "kept"));

  private static final GrantRecord BARE = GrantRecord.builder(KEY, ID, NOW).build();

  private static final Map<String, String> BARE_FIELDS =
      Map.of(
          "layout", "1",
          "grant_id", ID.value(),
          "gen", "0",
          "epoch", "0",
          "state", "IDLE",
          "attempt", "0",
          "created_at", "1795262400000001",
          "updated_at", "1795262400000001");

  private static StoredGrant stored(Map<String, String> fields, Optional<byte[]> document) {
    return StoredGrant.of(REVISION, fields, document);
  }

  private static Map<String, String> full(String name, String value) {
    var fields = new LinkedHashMap<>(FULL_FIELDS);
    fields.put(name, value);
    return fields;
  }

  private static Map<String, String> fullWithout(String... names) {
    var fields = new LinkedHashMap<>(FULL_FIELDS);
    for (String name : names) {
      fields.remove(name);
    }
    return fields;
  }

  private static GrantRecord decoded(StoredGrant stored) {
    return StoredGrantCodec.decode(SHOP, KEY, stored);
  }

  @Test
  void encodeShouldWriteTheFieldsOfTheLayout() {
    StoredGrant stored = StoredGrantCodec.encode(FULL, REVISION);

    assertThat(stored.fields()).isEqualTo(FULL_FIELDS);
    assertThat(stored.document()).contains(DOCUMENT);
    assertThat(stored.revision()).isEqualTo(REVISION);
    assertThat(stored.sameDocument()).isFalse();
  }

  @Test
  void encodeShouldLeaveOutWhatIsAbsent() {
    StoredGrant stored = StoredGrantCodec.encode(BARE, REVISION);

    assertThat(stored.fields()).isEqualTo(BARE_FIELDS);
    assertThat(stored.document()).isEmpty();
  }

  @Test
  void decodeShouldReadWhatWasWritten() {
    assertThat(decoded(stored(FULL_FIELDS, Optional.of(DOCUMENT)))).isEqualTo(FULL);
    assertThat(decoded(stored(BARE_FIELDS, Optional.empty()))).isEqualTo(BARE);
  }

  static Stream<Arguments> damage() {
    return Stream.of(
        Arguments.of("a newer layout", full("layout", "2"), true, "its layout is newer"),
        Arguments.of("no layout", fullWithout("layout"), true, "a clear field is damaged"),
        Arguments.of("a layout that is no number", full("layout", "x"), true, "a clear field"),
        Arguments.of("an unknown state", full("state", "RETIRED"), true, "its state is not known"),
        Arguments.of("a state in small letters", full("state", "idle"), true, "its state is not"),
        Arguments.of("no document", FULL_FIELDS, false, "its document is damaged"),
        Arguments.of("no format", fullWithout("fmt"), true, "its document is damaged"),
        Arguments.of("no key id", fullWithout("key_id"), true, "its document is damaged"),
        Arguments.of(
            "a document alone", fullWithout("fmt", "key_id"), true, "its document is damaged"),
        Arguments.of(
            "no envelope at all", fullWithout("fmt", "key_id"), false, "its document is missing"),
        Arguments.of(
            "a document in a tombstone", full("state", "TOMBSTONE"), true, "or must not exist"),
        Arguments.of("a document at generation 0", full("gen", "0"), true, "or must not exist"),
        Arguments.of("a negative generation", full("gen", "-1"), true, "a clear field"),
        Arguments.of("an attempt beyond an int", full("attempt", "9999999999"), true, "a clear"),
        Arguments.of("a grant id that is none", full("grant_id", "x"), true, "a clear field"),
        Arguments.of(
            "a lease without an owner", fullWithout("owner"), true, "its lease is damaged"),
        Arguments.of("a lease without an attempt", fullWithout("attempt_id"), true, "its lease"),
        Arguments.of("a lease without an end", fullWithout("lease_until"), true, "its lease"),
        Arguments.of(
            "an intent without a lease",
            fullWithout("owner", "attempt_id", "lease_until"),
            true,
            "its lease is damaged"),
        Arguments.of(
            "an instant that is a date", full("not_before", "2026-11-21"), true, "a clear"),
        Arguments.of("no creation time", fullWithout("created_at"), true, "a clear field"),
        Arguments.of("no time of change", fullWithout("updated_at"), true, "a clear field"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damage")
  void decodeShouldRefuseDamage(
      String what, Map<String, String> fields, boolean document, String problem) {
    StoredGrant damaged = stored(fields, Optional.of(DOCUMENT).filter(d -> document));

    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(() -> decoded(damaged))
        .withMessageContaining(problem)
        .withMessageContaining("shop");
  }

  @ParameterizedTest
  @ValueSource(strings = {"grant_id", "gen", "epoch", "state", "attempt"})
  void decodeShouldRefuseARecordWithout(String field) {
    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(() -> decoded(stored(fullWithout(field), Optional.of(DOCUMENT))));
  }

  @Test
  void decodeShouldNotQuoteADamagedValue() {
    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(() -> decoded(stored(full("gen", "s3cret"), Optional.of(DOCUMENT))))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
  }

  /** An error code is shown to operators only, so a damaged one changes no decision. */
  @ParameterizedTest
  @MethodSource("textsThatAreNoErrorCode")
  void aTextThatIsNoErrorCodeShouldBeNoneAndBeWrittenAgain(String text) {
    StoredGrant stored = stored(full("err_code", text), Optional.of(DOCUMENT));

    assertThat(decoded(stored).errorCode()).isEmpty();
    assertThat(StoredGrantCodec.encode(decoded(stored), REVISION)).isEqualTo(stored);
  }

  static List<String> textsThatAreNoErrorCode() {
    return List.of("\"\\", " ", "two words", "é", "x".repeat(101), "x".repeat(255));
  }

  @ParameterizedTest
  @CsvSource({
    "1969-12-31T23:59:59.999999Z, -1",
    "1970-01-01T00:00:00Z, 0",
    "2026-11-21T12:00:00.123456789Z, 1795262400123456",
    "9999-12-31T23:59:59.999999Z, 253402300799999999"
  })
  void anInstantShouldBeWholeMicroseconds(Instant instant, long micros) {
    assertThat(StoredGrant.micros(instant)).isEqualTo(micros);
    assertThat(StoredGrant.instantOf(micros)).isBeforeOrEqualTo(instant);
  }
}
