// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStoreMaintenance.Batch;
import io.hexauth.testkit.log.LogCapture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows that a later version wrote, or that no version wrote: they are returned unchanged, or cause
 * a typed exception.
 */
class UnknownRowTest {

  private static final List<String> UNREADABLE =
      List.of(
          "rev = ''",
          "rev = 'a-b'",
          "owner = ''",
          "extra = 'text'",
          "extra = 'a:'",
          "extra = 'a:1'",
          "extra = 'a:1:'",
          "extra = 'a:2:x'",
          "extra = 'a:x:x'",
          "extra = 'a:0:'",
          "extra = 'a:-1:x'",
          "extra = 'a:99999999999:x'",
          "extra = ':1:x'",
          "extra = 'A:1:x'",
          "extra = 'a:1:xa:1:x'",
          "extra = 'gen:1:7'");

  static Stream<Backend> backends() {
    return Stream.of(Backend.postgres(), Backend.mariaDb(), Backend.h2());
  }

  /** Core decides about a missing part; a store that filled it in would hide the damage. */
  @ParameterizedTest
  @MethodSource("backends")
  void missingPartsShouldBeAbsentFieldsAndTheOthersComeOutAsTheyAre(Backend backend) {
    var store = backend.tokenStore();
    Map<String, String> damages = new TreeMap<>();
    damages.put("key_id = NULL", "key_id");
    damages.put("fmt = NULL", "fmt");
    damages.put("commit_id = NULL", "commit_id");
    damages.put("access_exp = NULL", "access_exp");
    damages.put("ct = NULL", "");
    damages.forEach(
        (damage, field) -> {
          GrantKey key = Grants.key();
          StoredGrant created = Grants.created(store, key);
          damage(backend, key, damage);
          Map<String, String> fields = new TreeMap<>(created.fields());
          fields.remove(field);
          Optional<byte[]> document =
              damage.startsWith("ct") ? Optional.empty() : created.document();
          assertThat(store.find(key).grant())
              .as(damage)
              .contains(StoredGrant.of(created.revision(), fields, document));
        });
  }

  @ParameterizedTest
  @MethodSource("backends")
  void valuesOfALaterVersionShouldComeOutAsTheyAre(Backend backend) {
    var store = backend.tokenStore();
    GrantKey key = Grants.key();
    StoredGrant created = Grants.created(store, key);
    damage(backend, key, "state = 'FROZEN', layout = 9, gen = -1, lease_until = 1");

    StoredGrant found = store.find(key).grant().orElseThrow();

    assertThat(found.revision()).isEqualTo(created.revision());
    assertThat(found.fields())
        .containsEntry("state", "FROZEN")
        .containsEntry("layout", "9")
        .containsEntry("gen", "-1")
        .containsEntry("lease_until", "1")
        .doesNotContainKey("owner");
  }

  /** During an upgrade, nodes of this version use the table of the next one. */
  @ParameterizedTest
  @MethodSource("backends")
  void aColumnOfALaterVersionShouldStayAsItIs(Backend backend) {
    var store = backend.tokenStore();
    GrantKey key = Grants.key();
    StoredGrant created = Grants.created(store, key);
    String table = backend.quoted(Backend.GRANTS);
    backend.execute("ALTER TABLE " + table + " ADD COLUMN later integer");
    damage(backend, key, "later = 7");
    var nextNode = backend.tokenStore();

    assertThat(nextNode.find(key).grant()).contains(created);
    assertThat(Grants.replace(nextNode, key, created, Grants.grant())).isTrue();
    Grants.created(nextNode, Grants.key());

    damage(backend, key, "gen = later");
    assertThat(store.find(key).grant().orElseThrow().fields()).containsEntry("gen", "7");
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aRowThatCannotBeReadShouldBeATypedErrorAndStay(Backend backend) {
    var store = backend.tokenStore();
    for (String damage : UNREADABLE) {
      GrantKey key = Grants.key();
      Grants.created(store, key);
      damage(backend, key, damage);
      for (int i = 0; i < 2; i++) {
        assertThatExceptionOfType(UnreadableRecordException.class)
            .as(damage)
            .isThrownBy(() -> store.find(key))
            .withMessageContaining("damaged")
            .matches(e -> e.keyId().equals("key-1") && e.format() == 1);
        assertThat(Grants.create(store, key, Grants.grant())).as(damage).isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void damagedRowsShouldBeLeftOutOfListingsAndHideNoOther(Backend backend) {
    GrantTable grants = backend.grants();
    var store = new JdbcTokenStore(grants);
    var maintenance = new JdbcTokenStoreMaintenance(grants);
    List<GrantKey> whole = new ArrayList<>();
    for (String damage :
        List.of("rev = ''", "extra = 'text'", "owner = '', access_exp = -9", "k = 'nonsense:'")) {
      GrantKey damaged = Grants.key();
      Grants.created(store, damaged);
      damage(backend, damaged, damage);
      GrantKey other = Grants.key();
      Grants.created(store, other);
      whole.add(other);
    }

    try (LogCapture log = LogCapture.start()) {
      maintenance.notSealedWith("key-2", Optional.empty(), 100);
      assertThat(log.lines())
          .filteredOn(line -> line.contains("A row was left out of a listing"))
          .as("one line for each damaged row")
          .hasSize(4)
          .allMatch(line -> line.contains("WARN") && line.contains("damaged"))
          .filteredOn(line -> !line.contains("its key is damaged"))
          .isNotEmpty()
          .allMatch(line -> line.contains("Client registration 'unknown': a stored record"));
    }
    for (int limit : new int[] {1, 2, 100}) {
      assertThat(all(from -> maintenance.due(Duration.ofDays(36_500), from, limit)))
          .containsExactlyInAnyOrderElementsOf(whole);
      assertThat(all(from -> maintenance.notSealedWith("key-2", from, limit)))
          .containsExactlyInAnyOrderElementsOf(whole);
    }
  }

  private static List<GrantKey> all(Function<Optional<String>, Batch> listing) {
    List<GrantKey> all = new ArrayList<>();
    Optional<String> from = Optional.empty();
    do {
      Batch batch = listing.apply(from);
      batch.records().forEach(record -> all.add(record.key()));
      from = batch.next();
      assertThat(all.size()).as("it ends").isLessThan(1_000);
    } while (from.isPresent());
    return all;
  }

  private static void damage(Backend backend, GrantKey key, String set) {
    backend.execute(
        "UPDATE " + backend.quoted(Backend.GRANTS) + " SET " + set + " WHERE k = '" + key + "'");
  }
}
