// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.hexauth.servers.RedisClusterServers;
import io.hexauth.servers.RedisSentinelServers;
import io.hexauth.servers.RedisServer;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Duration;

/** Clients with the options that an application must set. */
final class Clients {

  private Clients() {}

  /** Clients that all tests share, each created when it is needed. */
  private static final class Server {
    static final RedisClient CLIENT = of(RedisServer.uri());

    private Server() {}
  }

  private static final class Sentinel {
    static final RedisClient CLIENT = of(RedisSentinelServers.shared().uri());

    private Sentinel() {}
  }

  private static final class Cluster {
    static final RedisClusterClient CLIENT = ofCluster(RedisClusterServers.shared().uri());

    private Cluster() {}
  }

  static RedisClient server() {
    return Server.CLIENT;
  }

  static RedisClient sentinel() {
    return Sentinel.CLIENT;
  }

  static RedisClusterClient cluster() {
    return Cluster.CLIENT;
  }

  static RedisClient of(String uri) {
    RedisClient client = RedisClient.create(uri);
    client.setOptions(options());
    return client;
  }

  static RedisClusterClient ofCluster(String uri) {
    RedisClusterClient client = RedisClusterClient.create(uri);
    client.setOptions(ClusterClientOptions.builder(options()).build());
    return client;
  }

  private static ClientOptions options() {
    return ClientOptions.builder()
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .timeoutOptions(TimeoutOptions.enabled())
        .socketOptions(SocketOptions.builder().connectTimeout(Duration.ofSeconds(2)).build())
        .build();
  }
}
