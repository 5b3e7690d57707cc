// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStoreMaintenance.Listed;
import io.hexauth.testkit.log.LogCapture;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields of a hash, and hashes that this version did not write. */
class RedisLayoutTest {

  private static final Duration KEPT = Duration.ofDays(1);

  private final TestStores stores = new TestStores(new ServerAccess(Clients.server()));
  private final Grant grant = Grant.in(stores.tokens());
  private final byte[] name = Keys.ofGrants(stores.prefix()).of(grant.key());

  @AfterEach
  void close() {
    stores.close();
  }

  private Map<String, String> hash() {
    Map<String, String> text = new HashMap<>();
    TestStores.get(stores.opened().commands().hgetall(name))
        .forEach((field, value) -> text.put(Wire.text(field), Wire.text((Object) value)));
    return text;
  }

  private void set(String field, String value) {
    TestStores.get(stores.opened().commands().hset(name, Wire.text(field), Wire.text(value)));
  }

  private void command(String words) {
    stores.eval("redis.call(" + words + ")", name);
  }

  private byte[] dump() {
    return TestStores.get(stores.opened().commands().dump(name));
  }

  private long millisLeft() {
    return TestStores.get(stores.opened().commands().pttl(name));
  }

  @Test
  void aHashShouldHaveTheFieldsTheRevisionAndTheDocument() {
    StoredGrant created = grant.created();
    Map<String, String> expected = new HashMap<>(created.fields());
    expected.put("rev", created.revision().value());
    expected.put("ct", Wire.text((Object) created.document().orElseThrow()));
    assertThat(hash()).isEqualTo(expected);
  }

  @Test
  void fieldsNamedLikeTheRevisionAndTheDocumentShouldBeKeptApart() {
    StoredGrant next = Grant.with(Grant.with(Grant.newRecord(), "rev", "a field"), "ct", "another");
    grant.created(next);
    assertThat(grant.stored()).contains(next);
    assertThat(hash()).containsEntry(".rev", "a field").containsEntry(".ct", "another");

    StoredGrant without = grant.replaced(next);

    assertThat(grant.stored()).contains(without);
    assertThat(hash()).doesNotContainKeys(".rev", ".ct");
  }

  @Test
  void aDocumentThatStaysShouldNotBeTouched() {
    StoredGrant created = grant.created();
    set("ct", "another document");

    StoredGrant next = Grant.with(created, "epoch", "2").withSameDocument();
    grant.replaced(created, next);

    assertThat(hash())
        .containsEntry("ct", "another document")
        .containsEntry("rev", next.revision().value())
        .containsEntry("epoch", "2");
  }

  @Test
  void anEmptyDocumentShouldBeAFieldAndNoDocumentNone() {
    StoredGrant empty =
        StoredGrant.of(Grant.newRevision(), Map.of("gen", "1"), Optional.of(new byte[0]));
    grant.created(empty);
    assertThat(hash()).containsEntry("ct", "");
    assertThat(grant.stored()).contains(empty);

    StoredGrant none = StoredGrant.of(Grant.newRevision(), Map.of("gen", "1"), Optional.empty());
    grant.replaced(empty, none);
    assertThat(hash()).doesNotContainKey("ct");
    assertThat(grant.stored()).contains(none);
  }

  @Test
  void aHashWithoutARevisionShouldBeUnreadableAndStay() {
    StoredGrant created = grant.created();
    command("'HDEL', KEYS[1], 'rev'");
    byte[] before = dump();

    isUnreadable(grant::stored);
    assertThat(grant.create(Grant.newRecord())).isFalse();
    assertThat(grant.replace(created, Grant.newRecord())).isFalse();

    assertThat(dump()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'SET', KEYS[1], 'text'",
        "'RPUSH', KEYS[1], 'item'",
        "'SADD', KEYS[1], 'member'",
        "'ZADD', KEYS[1], 1, 'member'",
        "'XADD', KEYS[1], '1-1', 'field', 'value'"
      })
  void aKeyOfAnotherTypeShouldBeUnreadableAndStay(String creation) {
    command(creation);
    byte[] before = dump();

    isUnreadable(grant::stored);
    isUnreadable(() -> grant.create(Grant.newRecord()));
    isUnreadable(() -> grant.replace(Grant.newRecord(), Grant.newRecord()));

    assertThat(dump()).isEqualTo(before);
    assertThat(millisLeft()).as("it has no end").isEqualTo(-1);
  }

  private static void isUnreadable(ThrowingCallable call) {
    assertThatExceptionOfType(UnreadableRecordException.class).isThrownBy(call);
  }

  @ParameterizedTest
  @CsvSource({
    "rev, ''",
    "rev, a-b",
    "rev, 0123456789abcdef0123456789abcdef0",
    "gen, ''",
    "'', text",
    "UPPER, text",
    ".gen, text",
    "field2, text",
    "purge_at, soon",
    "not_before, soon",
    "access_exp, 1.5"
  })
  void aHashThatIsDamagedShouldBeUnreadableAndHideNoOther(String field, String value) {
    StoredGrant created = grant.created();
    Grant whole = Grant.in(grant.store());
    StoredGrant other = whole.created();
    set(field, value);
    Map<String, String> before = hash();

    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(grant::stored)
        .withMessageContaining("key-1")
        .withMessageContaining("a field of its hash is damaged");
    assertThat(grant.create(Grant.newRecord())).isFalse();

    assertThat(hash())
        .isEqualTo(before)
        .containsEntry("grant_id", created.fields().get("grant_id"));
    assertThat(stores.maintenance().rowsPerKey()).containsEntry("key-1", 2L);
    try (LogCapture log = LogCapture.start()) {
      assertThat(stores.sealedWith("key-1")).containsOnly(new Listed(whole.key(), other));
      assertThat(log.lines())
          .filteredOn(line -> line.contains("A hash was left out of a listing"))
          .isNotEmpty()
          .allMatch(line -> line.contains("WARN"))
          .allMatch(line -> line.contains("Client registration 'unknown': a stored record"));
    }
  }

  /** Redis does not roll back the changes of a script that fails. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void aScriptWithoutPairsOfFieldsAndValuesShouldChangeNothing(int words) {
    StoredGrant created = grant.created(grant.keptFor(KEPT));
    byte[] empty = {};
    byte[][] arguments = new byte[5 + words][];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = i == 0 ? Wire.text(created.revision().value()) : empty;
    }

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> stores.run(Script.REPLACE, name, arguments))
        .withMessageContaining("Redis refused the command");

    assertThat(grant.stored()).contains(created);
    assertThat(millisLeft()).isPositive();
  }
}
