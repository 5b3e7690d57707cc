// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStore;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Stored grants such as core writes, and short forms of calls. */
final class Grants {

  private static final SecureRandom RANDOM = new SecureRandom();

  private Grants() {}

  static GrantKey key() {
    return new GrantKey(random(32));
  }

  static Revision revision() {
    return new Revision(random(16));
  }

  static String random(int length) {
    return HexFormat.of().formatHex(bytes(length));
  }

  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** {@return an idle grant of generation 1 with a document} */
  static StoredGrant grant() {
    return with(Map.of());
  }

  /** {@return a grant with other fields; an empty text removes a field} */
  static StoredGrant with(Map<String, String> changes) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("layout", "1");
    fields.put("grant_id", random(16));
    fields.put("gen", "1");
    fields.put("epoch", "0");
    fields.put("state", "IDLE");
    fields.put("attempt", "0");
    fields.put("fmt", "1");
    fields.put("key_id", "key-1");
    fields.put("commit_id", random(16));
    fields.put("access_exp", "2000000000000000");
    fields.put("created_at", "1700000000000000");
    fields.put("updated_at", "1700000000000000");
    fields.putAll(changes);
    fields.values().removeIf(String::isEmpty);
    return StoredGrant.of(revision(), fields, Optional.of(bytes(200)));
  }

  /** {@return a new revision of this grant, with this field} */
  static StoredGrant next(StoredGrant grant, String name, String value) {
    Map<String, String> fields = new TreeMap<>(grant.fields());
    fields.put(name, value);
    return StoredGrant.of(revision(), fields, grant.document());
  }

  static boolean create(TokenStore store, GrantKey key, StoredGrant grant) {
    return store.replace(key, Optional.empty(), grant, Optional.empty());
  }

  static boolean replace(TokenStore store, GrantKey key, StoredGrant seen, StoredGrant next) {
    return store.replace(key, Optional.of(seen.revision()), next, Optional.empty());
  }

  /** {@return a new grant that was created in the store} */
  static StoredGrant created(TokenStore store, GrantKey key) {
    StoredGrant grant = grant();
    if (!create(store, key, grant)) {
      throw new AssertionError("The grant was not created");
    }
    return grant;
  }
}
