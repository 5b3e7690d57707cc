// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** One server, or the master that Sentinel names. */
public final class ServerAccess implements RedisAccess {

  private final RedisClient client;

  /** Connects through this client, to the address that it was made with. */
  public ServerAccess(RedisClient client) {
    this.client = client;
  }

  @Override
  public ClientOptions options() {
    return client.getOptions();
  }

  @Override
  public Opened open() {
    StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);
    return new Opened(
        connection,
        connection.async(),
        () -> new TreeMap<>(Map.of("-", CompletableFuture.completedFuture(connection.async()))),
        List::of);
  }
}
