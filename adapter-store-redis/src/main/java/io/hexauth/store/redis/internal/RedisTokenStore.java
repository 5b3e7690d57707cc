// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.Reading;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Store of grants, with one hash for each grant, and one script for each method. */
public final class RedisTokenStore implements TokenStore {

  private static final byte[] WITH_DOCUMENT = Wire.flag(true);

  /**
   * Shortest time that a key is kept, so that an expiry in the past does not delete a record
   * immediately after its write.
   */
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  private final RedisConnection connection;
  private final StoreSettings settings;
  private final Keys keys;

  /** Creates the store, without a call of Redis. */
  public RedisTokenStore(RedisConnection connection, StoreSettings settings) {
    this.connection = connection;
    this.settings = settings;
    this.keys = Keys.ofGrants(settings.prefix());
  }

  @Override
  public Reading find(GrantKey key) {
    return Row.reading(connection.run(settings, Script.FIND, keys.of(key), WITH_DOCUMENT));
  }

  @Override
  public boolean replace(
      GrantKey key, Optional<Revision> expected, StoredGrant next, Optional<Instant> notAfter) {
    Optional<Instant> end = next.retainUntil();
    Optional<Duration> atLeast = end.isPresent() ? Optional.of(SHORTEST) : settings.idleLimit();
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(Wire.text(expected.map(Revision::value)));
    arguments.add(Wire.instant(notAfter));
    arguments.add(Wire.instant(end));
    arguments.add(Wire.micros(atLeast));
    arguments.add(Wire.flag(next.sameDocument()));
    arguments.addAll(Row.fields(next));
    List<Object> answer =
        connection.run(settings, Script.REPLACE, keys.of(key), arguments.toArray(byte[][]::new));
    return Wire.isDone(answer);
  }
}
