// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis;

import com.google.inject.AbstractModule;
import com.google.inject.Provider;
import com.google.inject.Singleton;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.store.redis.internal.RedisConnection;
import io.hexauth.store.redis.internal.RedisPendingAuthorizationStore;
import org.jspecify.annotations.Nullable;

/**
 * Pending authorizations in Redis. Modules with equal configurations are equal, so installing one
 * twice is harmless.
 *
 * <ul>
 *   <li>Requires: {@code @OAuthRedis RedisClient}, for one server or Sentinel; after {@link
 *       #cluster}, {@code @OAuthRedis RedisClusterClient}. It must reject commands while it is
 *       disconnected and have timeouts for commands on, or the injector is not created.
 *   <li>Provides: {@link PendingAuthorizationStore}, and {@code @OAuthRedis AutoCloseable}, which
 *       closes the connection. The connection is opened when the injector is created, in the
 *       background, and shared with the other stores; the client is never closed, and shutting it
 *       down closes the connection too.
 * </ul>
 */
public final class RedisPendingAuthorizationStoreModule extends AbstractModule {

  private final RedisStoreConfig config;
  private final boolean cluster;

  /** For one server, or for what Sentinel watches, with {@link RedisStoreConfig#defaults()}. */
  public RedisPendingAuthorizationStoreModule() {
    this(RedisStoreConfig.defaults());
  }

  /** For one server, or for what Sentinel watches. */
  public RedisPendingAuthorizationStoreModule(RedisStoreConfig config) {
    this(config, false);
  }

  private RedisPendingAuthorizationStoreModule(RedisStoreConfig config, boolean cluster) {
    this.config = config;
    this.cluster = cluster;
  }

  /** {@return the module for a Redis Cluster} */
  public static RedisPendingAuthorizationStoreModule cluster(RedisStoreConfig config) {
    return new RedisPendingAuthorizationStoreModule(config, true);
  }

  @Override
  protected void configure() {
    install(new RedisConnectionModule(cluster));
    Provider<RedisConnection> connection = getProvider(RedisConnection.class);
    Provider<PendingAuthorizationStore> store =
        () -> new RedisPendingAuthorizationStore(connection.get(), config.settings());
    bind(PendingAuthorizationStore.class).toProvider(store).in(Singleton.class);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RedisPendingAuthorizationStoreModule that
        && cluster == that.cluster
        && config.equals(that.config);
  }

  @Override
  public int hashCode() {
    return config.hashCode();
  }
}
