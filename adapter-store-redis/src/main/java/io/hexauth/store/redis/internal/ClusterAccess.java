// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Access to a Redis Cluster, where each key is on one of several masters. */
public final class ClusterAccess implements RedisAccess {

  private final RedisClusterClient client;

  /** Creates an access that connects to the nodes that this client discovers. */
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
    return new Opened(
        connection,
        connection.async(),
        () -> nodes(connection, node -> node.getRole().isUpstream() && !node.hasNoSlots()),
        () -> List.copyOf(nodes(connection, node -> true).values()));
  }

  /**
   * {@return the masters by address} Lettuce also looks up the node of a slot by address, so the
   * connections are shared.
   */
  private static SortedMap<String, CompletionStage<RedisClusterAsyncCommands<byte[], byte[]>>>
      nodes(
          StatefulRedisClusterConnection<byte[], byte[]> connection,
          Predicate<RedisClusterNode> isWanted) {
    var nodes = new TreeMap<String, CompletionStage<RedisClusterAsyncCommands<byte[], byte[]>>>();
    for (RedisClusterNode node : connection.getPartitions()) {
      if (isWanted.test(node)) {
        RedisURI address = node.getUri();
        nodes.put(
            node.getNodeId(),
            connection
                .getConnectionAsync(address.getHost(), address.getPort())
                .thenApply(direct -> direct.async()));
      }
    }
    return nodes;
  }
}
