// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.stores;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord.Version;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import io.hexauth.ports.spi.CommitRequest;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.ports.spi.TokenStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** A grant in a store whose generations follow one another. For one thread. */
final class Grant {

  /** Two tokens of the size of a JWT. */
  static final int DOCUMENT = 2048;

  final GrantKey key;
  final GrantId id = GrantId.random(Instant.now(), new SecureRandom());
  final Envelope envelope = new Envelope(1, "key", new byte[DOCUMENT]);
  final Instant accessExpiresAt = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.MICROS);
  private long generation = 1;

  private Grant(String name) {
    this.key =
        GrantKey.of(
            "benchmark-" + System.nanoTime(), ClientRegistrationId.of("b"), Principal.of(name));
    new SecureRandom().nextBytes(envelope.bytes());
  }

  static Grant in(TokenStore store, String name) {
    var grant = new Grant(name);
    store.put(
        new PutRequest(
            grant.key,
            new Version(grant.id, 1),
            Optional.empty(),
            grant.envelope,
            Optional.of(grant.accessExpiresAt),
            Optional.empty()));
    return grant;
  }

  /** {@return the generation that is stored; from now on it is the next one} */
  long next() {
    return generation++;
  }

  CommitRequest commit() {
    return new CommitRequest(
        key, new Version(id, next()), envelope, Optional.of(accessExpiresAt), Optional.empty());
  }
}
