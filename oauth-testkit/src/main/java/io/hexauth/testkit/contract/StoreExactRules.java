// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.testkit.log.Canaries;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rules for contents: every field and every byte is returned as it was written, and nothing else.
 */
abstract class StoreExactRules extends Rules<StoreFixture> {

  private static final int TWO_MIB = 2 * 1024 * 1024;
  private static final int MANY = 16;

  StoreExactRules(Supplier<StoreFixture> fixture) {
    super(fixture);
  }

  @Test
  final void fieldsShouldComeBackWhenAllAreThere() {
    Instant now = given().now();
    GrantDraft full =
        given()
            .draft()
            .set("owner", " node-1.example/Schlüssel-鍵 ")
            .set("attempt_id", StoreFixture.random(16))
            .set("lease_until", now.plus(StoreFixture.MINUTE))
            .set(StoredGrant.NOT_BEFORE, now.plus(StoreFixture.DAY).plusNanos(1_000))
            .set("err_code", "x".repeat(100))
            .set(StoredGrant.KEY_ID, "Schlüssel-鍵/" + "k".repeat(51))
            .set(StoredGrant.GENERATION, Long.toString(Long.MAX_VALUE))
            .set("epoch", Long.toString(Long.MAX_VALUE))
            .set("attempt", Integer.toString(Integer.MAX_VALUE))
            .set("fmt", Integer.toString(Integer.MAX_VALUE))
            .set("layout", Integer.toString(Integer.MAX_VALUE))
            .set(StoredGrant.RETAIN_UNTIL, now.plus(StoreFixture.DAY));
    given().replaced(given().created(full), full);
  }

  @Test
  final void fieldsShouldBeAbsentWhenTheNextRecordLacksThem() {
    GrantDraft more =
        given()
            .keptFor(StoreFixture.DAY)
            .set("owner", "node-1")
            .set("err_code", "invalid_grant")
            .set(StoredGrant.NOT_BEFORE, given().now())
            .set("not_known_here", "text");
    StoredGrant before = given().created(more);
    GrantDraft less =
        given()
            .draft()
            .withoutDocument()
            .without(StoredGrant.ACCESS_EXPIRES_AT)
            .without("commit_id");
    given().replaced(before, less);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "null",
        "007",
        "1.50",
        "true",
        " leading and trailing ",
        "   ",
        "tab\t, line\r\n, bell\u0007, delete\u007f",
        "\"double\", 'single' and `back` quotes",
        "back\\slash, \\n, \\u0041, \\x41",
        "100% %s %d ${name} #{name} {0} _*?[a-z]",
        "'; DROP TABLE grants; -- /* */",
        "redis.call('FLUSHALL') ]] KEYS[1] \" .. x",
        "{\"json\":[1,null]}, <xml attribute='&amp;'/>, a=b&c=d;e:f,g|h",
        "Schlüssel, ключ, 鍵, مفتاح",
        "supplementary \uD83D\uDD11\uD840\uDC00",
        "composed \u00e9, decomposed e\u0301, ligature \ufb01",
        "\ufeffmark\u200b, no break\u00a0",
        "stra\u00dfe \u0130 \u0131 \u017f"
      })
  final void valuesShouldComeBackAsTheyAre(String value) {
    StoredGrant created = given().created(given().draft().set("not_known_here", value));
    given().replaced(created, GrantDraft.of(created).set("nor_known_here", value));
  }

  @Test
  final void fieldsShouldComeBackWhenTheyAreAsLongAsCanBe() {
    GrantDraft draft = given().draft();
    for (int i = 0; i < MANY; i++) {
      String name = "z".repeat(31) + (char) ('a' + i);
      draft.set(name, "k".repeat(i) + "鍵".repeat(255 - i));
    }
    draft.set("surrogates", "\uD83D\uDD11".repeat(127) + "k");
    given().replaced(given().created(draft), draft.set("zz", "x"));
  }

  /** Field names that an implementation may use for its own columns or fields. */
  @Test
  final void fieldsShouldComeBackWhateverTheirNamesAre() {
    GrantDraft draft = given().draft();
    String names =
        "_ a z __ rev revision doc document data extra fields key id grant_key value names select from"
            + " null class ttl";
    for (String name : names.split(" ")) {
      draft.set(name, "the value of " + name);
    }
    given().replaced(given().created(draft), draft.set("rev", "other").without("doc"));
  }

  @Test
  final void documentsShouldComeBackByteForByte() {
    byte[] every = bytes(256, 1);
    StoredGrant first = given().created(given().draft().document(every));
    // Stores may trim or pad text at its ends, so these bytes are tested there.
    for (int end : new int[] {0, ' ', '\n', 0xff}) {
      byte[] framed = {(byte) end, 1, (byte) end};
      first = given().replaced(first, GrantDraft.of(first).document(framed));
    }
  }

  @Test
  final void documentsShouldComeBackWhenTheyHave2MiB() {
    StoredGrant created = given().created(given().draft().document(bytes(TWO_MIB, 31)));
    given().replaced(created, given().draft().document(bytes(TWO_MIB, 37)));
  }

  @Test
  final void emptyDocumentsShouldNotBeTakenForNone() {
    StoredGrant empty = given().created(given().draft().document(new byte[0]));
    StoredGrant none = given().replaced(empty, GrantDraft.of(empty).withoutDocument());
    given().replaced(none, given().draft().document(new byte[0]));
  }

  @Test
  final void documentsShouldStayWithTheHintThatTheyAreTheSame() {
    StoredGrant last = given().created(given().draft().document(bytes(20_000, 31)));
    for (String epoch : new String[] {"2", "3"}) {
      StoredGrant next =
          GrantDraft.of(last).set("epoch", epoch).set("other", epoch).build().withSameDocument();
      assertThat(given().replace(last, next)).isTrue();
      given().holds(next);
      last = next;
    }
  }

  @Test
  final void documentsShouldBeOverwrittenWithoutTheHint() {
    StoredGrant created = given().created();
    byte[] shorter = {1};
    StoredGrant next = given().replaced(created, GrantDraft.of(created).document(shorter));
    given().replaced(next, GrantDraft.of(next).document(bytes(4_000, 3)));
  }

  @Test
  final void toStringShouldNotShowADocument() {
    var canaries = new Canaries();
    String secret = canaries.create("document");
    given().created(given().draft().document(secret.getBytes(StandardCharsets.UTF_8)));
    canaries.assertNoneIn(given().store().toString());
  }

  private static byte[] bytes(int length, int factor) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * factor);
    }
    return bytes;
  }
}
