// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis;

import com.google.inject.AbstractModule;
import org.jspecify.annotations.Nullable;

/**
 * Guice module for both stores in one Redis: {@link RedisTokenStoreModule} and {@link
 * RedisPendingAuthorizationStoreModule} with the same configuration. Modules with equal
 * configurations are equal, so installing one twice has no effect.
 *
 * <ul>
 *   <li>Requires: {@code @OAuthRedis RedisClient}, for one server or Sentinel, or, after {@link
 *       #cluster}, {@code @OAuthRedis RedisClusterClient}. The client must have {@code
 *       DisconnectedBehavior.REJECT_COMMANDS} and timeouts for commands; otherwise, the injector is
 *       not created.
 *   <li>Provides: {@link io.hexauth.ports.spi.TokenStore}, {@link
 *       io.hexauth.ports.spi.TokenStoreMaintenance}, {@link
 *       io.hexauth.ports.spi.PendingAuthorizationStore}, and {@code @OAuthRedis AutoCloseable},
 *       which closes the connection. The connection is opened in the background when the injector
 *       is created, and all stores share it. Hexauth never closes the client; if the application
 *       shuts it down, the connection is closed too.
 * </ul>
 */
public final class RedisStoreModule extends AbstractModule {

  private final RedisStoreConfig config;
  private final boolean cluster;

  /** Creates a module for one server or Sentinel, with {@link RedisStoreConfig#defaults()}. */
  public RedisStoreModule() {
    this(RedisStoreConfig.defaults());
  }

  /** Creates a module for one server or Sentinel. */
  public RedisStoreModule(RedisStoreConfig config) {
    this(config, false);
  }

  private RedisStoreModule(RedisStoreConfig config, boolean cluster) {
    this.config = config;
    this.cluster = cluster;
  }

  /** {@return a module for a Redis Cluster} */
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
