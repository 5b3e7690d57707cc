// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Access to Redis through the client of the application, for one server or a cluster. */
public interface RedisAccess {

  /** {@return the options of the client} */
  ClientOptions options();

  /**
   * Opens a connection. Waits for as long as the client is configured to.
   *
   * @return the new connection
   */
  Opened open();

  /**
   * An open connection, which Hexauth must close.
   *
   * @param connection the connection
   * @param commands the commands of this connection
   * @param masters name and commands of each node that stores data
   * @param elsewhere connections to all nodes of a cluster; empty for one server. Lettuce opens
   *     them one by one, and rejects commands for a node without a connection
   */
  record Opened(
      StatefulConnection<byte[], byte[]> connection,
      RedisClusterAsyncCommands<byte[], byte[]> commands,
      Supplier<SortedMap<String, CompletionStage<RedisClusterAsyncCommands<byte[], byte[]>>>>
          masters,
      Supplier<List<? extends CompletionStage<?>>> elsewhere) {}
}
