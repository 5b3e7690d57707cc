// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** A cluster: each key on one of its masters. */
public final class ClusterAccess implements RedisAccess {

  private final RedisClusterClient client;

  /** Connects through this client, to the nodes that it finds. */
  public ClusterAccess(RedisClusterClient client) {
    this.client = client;
  }

  @Override
  public ClientOptions options() {
    return client.getOptions();
  }

  @Override
  public Opened open() {
    StatefulRedisClusterConnection<byte[], byte[]> connection =
        client.connect(ByteArrayCodec.INSTANCE);
    return new Opened(connection, connection.async(), () -> masters(connection));
  }

  private static SortedMap<String, CompletionStage<RedisClusterAsyncCommands<byte[], byte[]>>>
      masters(StatefulRedisClusterConnection<byte[], byte[]> connection) {
    var masters = new TreeMap<String, CompletionStage<RedisClusterAsyncCommands<byte[], byte[]>>>();
    for (RedisClusterNode node : connection.getPartitions()) {
      if (node.getRole().isUpstream() && !node.getSlots().isEmpty()) {
        masters.put(
            node.getNodeId(),
            connection
                .getConnectionAsync(node.getNodeId())
                .thenApply(direct -> direct.async()));
      }
    }
    return masters;
  }
}
