// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Builder of a stored grant. Each result of {@link #build()} has a new revision. */
final class GrantDraft {

  private final Map<String, String> fields;
  private Optional<byte[]> document;

  private GrantDraft(Map<String, String> fields, Optional<byte[]> document) {
    this.fields = new TreeMap<>(fields);
    this.document = document;
  }

  /** {@return a record such as Hexauth writes for a new refresh token} */
  static GrantDraft at(Instant now) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("layout", "1");
    fields.put("grant_id", StoreFixture.random(16));
    fields.put(StoredGrant.GENERATION, "1");
    fields.put("epoch", "1");
    fields.put(StoredGrant.STATE, "IDLE");
    fields.put("attempt", "0");
    fields.put("fmt", "1");
    fields.put(StoredGrant.KEY_ID, "key-1");
    fields.put("commit_id", StoreFixture.random(16));
    return new GrantDraft(
            fields, Optional.of(StoreFixture.random(32).getBytes(StandardCharsets.UTF_8)))
        .set(StoredGrant.ACCESS_EXPIRES_AT, now.plus(StoreFixture.DAY))
        .set("created_at", now)
        .set("updated_at", now);
  }

  static GrantDraft of(StoredGrant grant) {
    return new GrantDraft(grant.fields(), grant.document());
  }

  GrantDraft set(String name, String value) {
    fields.put(name, value);
    return this;
  }

  GrantDraft set(String name, Instant instant) {
    return set(name, Long.toString(StoredGrant.micros(instant)));
  }

  GrantDraft without(String name) {
    fields.remove(name);
    return this;
  }

  GrantDraft document(byte[] bytes) {
    document = Optional.of(bytes);
    return this;
  }

  GrantDraft withoutDocument() {
    document = Optional.empty();
    return without("fmt").without(StoredGrant.KEY_ID);
  }

  StoredGrant build() {
    return build(StoreFixture.newRevision());
  }

  StoredGrant build(Revision revision) {
    return StoredGrant.of(revision, fields, document);
  }
}
