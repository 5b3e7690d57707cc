// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.store.redis.RedisStoreConfig;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * One hash for each pending authorization. Redis removes it when its time is over, which is what
 * bounds their number.
 *
 * <p>Each call has a name of its own. Lettuce may send it twice when a connection comes back; then
 * the second time answers as the first one did. For that reason what was taken stays for as long as
 * that can happen, for nobody but this call.
 */
public final class RedisPendingAuthorizationStore implements PendingAuthorizationStore {

  private final RedisConnection connection;
  private final RedisStoreConfig config;
  private final Keys keys;
  private final SecureRandom random = new SecureRandom();

  /** Keeps what it is given; touches no network. */
  public RedisPendingAuthorizationStore(RedisConnection connection, RedisStoreConfig config) {
    this.connection = connection;
    this.config = config;
    this.keys = Keys.ofPending(config.prefix());
  }

  @Override
  public boolean put(GrantKey key, Envelope pending, Duration lifetime) {
    List<Object> answer =
        connection.run(
            config.timeout(),
            Script.PUT_PENDING,
            keys.of(key),
            Wire.number(pending.format()),
            Wire.text(pending.keyId()),
            pending.bytes(),
            Wire.micros(lifetime),
            newCall());
    return Wire.text(answer.get(0)).equals("1");
  }

  @Override
  public Optional<Envelope> take(GrantKey key) {
    List<Object> answer =
        connection.run(
            config.timeout(),
            Script.TAKE_PENDING,
            keys.of(key),
            newCall(),
            Wire.number(config.timeout().toMillis()));
    return answer.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Envelope(
                Integer.parseInt(Wire.text(answer.get(0))),
                Wire.text(answer.get(1)),
                (byte[]) answer.get(2)));
  }

  private byte[] newCall() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return Wire.text(HexFormat.of().formatHex(bytes));
  }
}
