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

/** Access to one server, or to the master that Sentinel names. */
public final class ServerAccess implements RedisAccess {

  private final RedisClient client;

  /** Creates an access that connects to the address of this client. */
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
