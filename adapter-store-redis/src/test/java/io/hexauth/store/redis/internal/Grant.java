// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStore;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** A grant that no other test uses, and its records. */
record Grant(TokenStore store, GrantKey key) {

  private static final SecureRandom RANDOM = new SecureRandom();

  static Grant in(TokenStore store) {
    return new Grant(store, newKey());
  }

  static GrantKey newKey() {
    return new GrantKey(random(32));
  }

  static Revision newRevision() {
    return new Revision(random(16));
  }

  static Envelope envelope() {
    return new Envelope(1, "key-1", document());
  }

  private static byte[] document() {
    return random(64).getBytes(StandardCharsets.US_ASCII);
  }

  private static String random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** {@return a record with a document, and with a new revision and grant id} */
  static StoredGrant newRecord() {
    return StoredGrant.of(
        newRevision(),
        Map.of(
            "layout", "1", "grant_id", random(16), "gen", "1", "state", "IDLE", "key_id", "key-1"),
        Optional.of(document()));
  }

  /** {@return the next record, which differs in one field} */
  static StoredGrant with(StoredGrant grant, String name, String value) {
    Map<String, String> fields = new HashMap<>(grant.fields());
    fields.put(name, value);
    return StoredGrant.of(newRevision(), fields, grant.document());
  }

  static StoredGrant with(StoredGrant grant, String name, Instant instant) {
    return with(grant, name, Long.toString(StoredGrant.micros(instant)));
  }

  /** {@return a new record with this retention} */
  StoredGrant keptFor(Duration time) {
    return with(newRecord(), StoredGrant.RETAIN_UNTIL, now().plus(time));
  }

  Instant now() {
    return store.find(key).storeNow();
  }

  Optional<StoredGrant> stored() {
    return store.find(key).grant();
  }

  StoredGrant created() {
    return created(newRecord());
  }

  StoredGrant created(StoredGrant next) {
    assertThat(create(next)).as("created").isTrue();
    return next;
  }

  boolean create(StoredGrant next) {
    return store.replace(key, Optional.empty(), next, Optional.empty());
  }

  boolean replace(StoredGrant expected, StoredGrant next) {
    return replace(expected, next, Optional.empty());
  }

  boolean replace(StoredGrant expected, StoredGrant next, Optional<Instant> notAfter) {
    return store.replace(key, Optional.of(expected.revision()), next, notAfter);
  }

  /** {@return the record that has replaced the expected one} */
  StoredGrant replaced(StoredGrant expected) {
    return replaced(expected, newRecord());
  }

  StoredGrant replaced(StoredGrant expected, StoredGrant next) {
    assertThat(replace(expected, next)).as("replaced").isTrue();
    return next;
  }
}
