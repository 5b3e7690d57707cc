// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Store of pending authorizations, with one hash for each. Redis deletes expired hashes, which
 * limits their number.
 *
 * <p>If the answer of a call is lost, the call may have deleted the entry. The user must then start
 * again.
 */
public final class RedisPendingAuthorizationStore implements PendingAuthorizationStore {

  private final RedisConnection connection;
  private final StoreSettings settings;
  private final Keys keys;

  /** Creates the store, without a call of Redis. */
  public RedisPendingAuthorizationStore(RedisConnection connection, StoreSettings settings) {
    this.connection = connection;
    this.settings = settings;
    this.keys = Keys.ofPending(settings.prefix());
  }

  @Override
  public boolean put(GrantKey key, Envelope pending, Duration lifetime) {
    List<Object> answer =
        connection.run(
            settings,
            Script.PUT_PENDING,
            keys.of(key),
            Wire.number(pending.format()),
            Wire.text(pending.keyId()),
            pending.bytes(),
            Wire.micros(lifetime));
    return Wire.isDone(answer);
  }

  @Override
  public Optional<Envelope> take(GrantKey key) {
    List<Object> answer = connection.run(settings, Script.TAKE_PENDING, keys.of(key));
    return answer.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Envelope(
                Integer.parseInt(Wire.text(answer.get(0))),
                Wire.text(answer.get(1)),
                (byte[]) answer.get(2)));
  }
}
