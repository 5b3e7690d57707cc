// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.memory;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.Reading;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * A store that returns a grant for every user. As a database does, it creates new objects for each
 * read.
 */
final class EveryonesGrant implements TokenStore {

  private final StoredGrant template;
  private final LongAdder finds = new LongAdder();

  EveryonesGrant(StoredGrant template) {
    this.template = template;
  }

  long finds() {
    return finds.sum();
  }

  @Override
  public Reading find(GrantKey key) {
    finds.increment();
    Map<String, String> fields = new HashMap<>();
    // A driver creates new strings, so grants share no strings.
    template.fields().forEach((name, value) -> fields.put(name, new String(value.toCharArray())));
    return new Reading(
        Optional.of(StoredGrant.of(template.revision(), fields, template.document())),
        Instant.now());
  }

  @Override
  public boolean replace(
      GrantKey key, Optional<Revision> expected, StoredGrant next, Optional<Instant> notAfter) {
    throw new IllegalStateException("Every token is valid for the whole run");
  }
}
