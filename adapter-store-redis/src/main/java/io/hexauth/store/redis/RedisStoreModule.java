// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis;

import com.google.inject.AbstractModule;
import org.jspecify.annotations.Nullable;

/**
 * Both stores in one Redis: {@link RedisTokenStoreModule} and {@link
 * RedisPendingAuthorizationStoreModule} with one configuration. Modules with equal configurations
 * are equal, so installing one twice is harmless.
 *
 * <ul>
 *   <li>Requires: {@code @OAuthRedis RedisClient}, for one server or Sentinel; after {@link
 *       #cluster}, {@code @OAuthRedis RedisClusterClient}. It must reject commands while it is
 *       disconnected and have timeouts for commands on, or the injector is not created.
 *   <li>Provides: {@link io.hexauth.ports.spi.TokenStore}, {@link
 *       io.hexauth.ports.spi.TokenStoreMaintenance}, {@link
 *       io.hexauth.ports.spi.PendingAuthorizationStore}, and {@code @OAuthRedis AutoCloseable},
 *       which closes the connection that the stores share. The client is never closed.
 * </ul>
 */
public final class RedisStoreModule extends AbstractModule {

  private final RedisStoreConfig config;
  private final boolean cluster;

  /** For one server, or for what Sentinel watches, with {@link RedisStoreConfig#defaults()}. */
  public RedisStoreModule() {
    this(RedisStoreConfig.defaults());
  }

  /** For one server, or for what Sentinel watches. */
  public RedisStoreModule(RedisStoreConfig config) {
    this(config, false);
  }

  private RedisStoreModule(RedisStoreConfig config, boolean cluster) {
    this.config = config;
    this.cluster = cluster;
  }

  /** {@return the module for a Redis Cluster} */
  public static RedisStoreModule cluster(RedisStoreConfig config) {
    return new RedisStoreModule(config, true);
  }

  @Override
  protected void configure() {
    install(cluster ? RedisTokenStoreModule.cluster(config) : new RedisTokenStoreModule(config));
    install(
        cluster
            ? RedisPendingAuthorizationStoreModule.cluster(config)
            : new RedisPendingAuthorizationStoreModule(config));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RedisStoreModule that
        && cluster == that.cluster
        && config.equals(that.config);
  }

  @Override
  public int hashCode() {
    return config.hashCode();
  }
}
