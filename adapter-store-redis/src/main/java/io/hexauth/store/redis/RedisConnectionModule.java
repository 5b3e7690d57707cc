// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import com.google.inject.Provider;
import io.hexauth.store.redis.internal.ClusterAccess;
import io.hexauth.store.redis.internal.RedisAccess;
import io.hexauth.store.redis.internal.RedisConnection;
import io.hexauth.store.redis.internal.ServerAccess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import org.jspecify.annotations.Nullable;

/**
 * Guice module with the connection that all stores of an injector share. Equal modules are
 * installed once.
 *
 * <ul>
 *   <li>Requires: {@code @OAuthRedis RedisClient}, or {@code @OAuthRedis RedisClusterClient}.
 *   <li>Provides: {@code @OAuthRedis AutoCloseable}.
 * </ul>
 */
final class RedisConnectionModule extends AbstractModule {

  private final boolean cluster;

  RedisConnectionModule(boolean cluster) {
    this.cluster = cluster;
  }

  @Override
  protected void configure() {
    Provider<? extends RedisAccess> access = cluster ? clusterAccess() : serverAccess();
    // Eager, so that a client with wrong options is refused before the first token is needed.
    bind(RedisConnection.class)
        .toProvider(() -> new RedisConnection(access.get()))
        .asEagerSingleton();
    bind(AutoCloseable.class).annotatedWith(OAuthRedis.class).to(RedisConnection.class);
  }

  private Provider<ServerAccess> serverAccess() {
    Provider<RedisClient> client = getProvider(Key.get(RedisClient.class, OAuthRedis.class));
    return () -> new ServerAccess(client.get());
  }

  private Provider<ClusterAccess> clusterAccess() {
    Provider<RedisClusterClient> client =
        getProvider(Key.get(RedisClusterClient.class, OAuthRedis.class));
    return () -> new ClusterAccess(client.get());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RedisConnectionModule that && cluster == that.cluster;
  }

  @Override
  public int hashCode() {
    return Boolean.hashCode(cluster);
  }
}
