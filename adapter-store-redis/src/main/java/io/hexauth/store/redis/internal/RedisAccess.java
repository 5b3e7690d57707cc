// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The application's client, of whichever kind. */
public interface RedisAccess {

  /** {@return what the client was configured with} */
  ClientOptions options();

  /** {@return a new connection; waits for it as long as the client is configured to} */
  Opened open();

  /**
   * A connection of ours.
   *
   * @param connection to be closed by us
   * @param commands of that connection
   * @param masters what each node that keeps data is called, and how to talk to it
   * @param elsewhere connections to every node that a command may have to go to, which Lettuce
   *     opens one by one and rejects commands meanwhile; none where there is one server
   */
  record Opened(
      StatefulConnection<byte[], byte[]> connection,
      RedisClusterAsyncCommands<byte[], byte[]> commands,
      Supplier<SortedMap<String, CompletionStage<RedisClusterAsyncCommands<byte[], byte[]>>>>
          masters,
      Supplier<List<? extends CompletionStage<?>>> elsewhere) {}
}
