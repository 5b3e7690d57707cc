// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.Reading;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Store in which the test replaces documents. */
final class ShownRows implements TokenStore {

  private static final String FORMAT = "fmt";

  private final TokenStore real;
  private volatile UnaryOperator<Envelope> shown = envelope -> envelope;
  private volatile Optional<GrantKey> written = Optional.empty();

  ShownRows(TokenStore real) {
    this.real = real;
  }

  void show(UnaryOperator<Envelope> instead) {
    shown = instead;
  }

  /** {@return the record that was written last} */
  StoredGrant last() {
    return written.flatMap(key -> real.find(key).grant()).orElseThrow(AssertionError::new);
  }

  static Envelope envelope(StoredGrant grant) {
    return new Envelope(
        Integer.parseInt(grant.fields().get(FORMAT)),
        grant.keyId().orElseThrow(),
        grant.document().orElseThrow());
  }

  private StoredGrant changed(StoredGrant grant) {
    if (grant.document().isEmpty()) {
      return grant;
    }
    Envelope envelope = shown.apply(envelope(grant));
    Map<String, String> fields = new HashMap<>(grant.fields());
    fields.put(FORMAT, Integer.toString(envelope.format()));
    fields.put(StoredGrant.KEY_ID, envelope.keyId());
    return StoredGrant.of(grant.revision(), fields, Optional.of(envelope.bytes()));
  }

  @Override
  public Reading find(GrantKey key) {
    Reading reading = real.find(key);
    return new Reading(reading.grant().map(this::changed), reading.storeNow());
  }

  @Override
  public boolean replace(
      GrantKey key, Optional<Revision> expected, StoredGrant next, Optional<Instant> notAfter) {
    written = Optional.of(key);
    return real.replace(key, expected, next, notAfter);
  }
}
