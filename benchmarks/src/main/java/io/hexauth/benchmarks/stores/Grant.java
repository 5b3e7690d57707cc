// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.stores;

import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import io.hexauth.ports.spi.Reading;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A grant in a store, and the two writes of a refresh. Neither write changes the revision, so both
 * can be repeated in any order.
 */
final class Grant {

  /** Size of the document in bytes, which is that of two JWTs. */
  static final int DOCUMENT = 2048;

  private static final Revision REVISION = new Revision("0123456789abcdef0123456789abcdef");
  private static final Duration LONGER_THAN_A_RUN = Duration.ofDays(1);

  final GrantKey key;
  final StoredGrant lease;
  final StoredGrant token;
  final Instant notAfter;

  private Grant(String name, int size) {
    Instant now = Instant.now();
    var random = new SecureRandom();
    byte[] document = new byte[size];
    random.nextBytes(document);
    key =
        GrantKey.of(
            "benchmark-" + System.nanoTime(), ClientRegistrationId.of("b"), Principal.of(name));
    notAfter = now.plus(LONGER_THAN_A_RUN);
    String id = GrantId.random(now, random).value();
    String micros = Long.toString(StoredGrant.micros(now));
    Map<String, String> fields = new HashMap<>();
    fields.put("layout", "1");
    fields.put("grant_id", id);
    fields.put(StoredGrant.STATE, "IDLE");
    fields.put(StoredGrant.GENERATION, "1");
    fields.put("epoch", "1");
    fields.put("attempt", "0");
    fields.put("fmt", "1");
    fields.put(StoredGrant.KEY_ID, "key");
    fields.put("commit_id", id);
    fields.put(StoredGrant.ACCESS_EXPIRES_AT, micros);
    fields.put("created_at", micros);
    fields.put("updated_at", micros);
    token = StoredGrant.of(REVISION, fields, Optional.of(document));
    fields.put(StoredGrant.STATE, "INTENT");
    fields.put("owner", "node");
    fields.put("attempt_id", id);
    fields.put("lease_until", micros);
    lease = StoredGrant.of(REVISION, fields, Optional.of(document)).withSameDocument();
  }

  static Grant in(TokenStore store, String name) {
    return in(store, name, DOCUMENT);
  }

  static Grant in(TokenStore store, String name, int size) {
    var grant = new Grant(name, size);
    done(store.replace(grant.key, Optional.empty(), grant.token, Optional.empty()));
    return grant;
  }

  Reading found(TokenStore store) {
    Reading reading = store.find(key);
    done(reading.grant().isPresent());
    return reading;
  }

  boolean leased(TokenStore store) {
    return done(store.replace(key, Optional.of(REVISION), lease, Optional.of(notAfter)));
  }

  boolean stored(TokenStore store) {
    return done(store.replace(key, Optional.of(REVISION), token, Optional.empty()));
  }

  static boolean done(boolean written) {
    if (!written) {
      throw new IllegalStateException("The step has done nothing");
    }
    return true;
  }
}
