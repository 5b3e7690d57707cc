// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis;

import com.google.inject.AbstractModule;
import com.google.inject.Provider;
import com.google.inject.Singleton;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import io.hexauth.store.redis.internal.RedisConnection;
import io.hexauth.store.redis.internal.RedisTokenStore;
import io.hexauth.store.redis.internal.RedisTokenStoreMaintenance;
import org.jspecify.annotations.Nullable;

/**
 * Guice module that stores grants in Redis. Modules with equal configurations are equal, so
 * installing one twice has no effect.
 *
 * <ul>
 *   <li>Requires: {@code @OAuthRedis RedisClient}, for one server or Sentinel, or, after {@link
 *       #cluster}, {@code @OAuthRedis RedisClusterClient}. The client must have {@code
 *       DisconnectedBehavior.REJECT_COMMANDS} and timeouts for commands; otherwise, the injector is
 *       not created.
 *   <li>Provides: {@link TokenStore}, {@link TokenStoreMaintenance}, and {@code @OAuthRedis
 *       AutoCloseable}, which closes the connection. The connection is opened in the background
 *       when the injector is created, and all stores share it. Hexauth never closes the client; if
 *       the application shuts it down, the connection is closed too.
 * </ul>
 */
public final class RedisTokenStoreModule extends AbstractModule {

  private final RedisStoreConfig config;
  private final boolean cluster;

  /** Creates a module for one server or Sentinel, with {@link RedisStoreConfig#defaults()}. */
  public RedisTokenStoreModule() {
    this(RedisStoreConfig.defaults());
  }

  /** Creates a module for one server or Sentinel. */
  public RedisTokenStoreModule(RedisStoreConfig config) {
    this(config, false);
  }

  private RedisTokenStoreModule(RedisStoreConfig config, boolean cluster) {
    this.config = config;
    this.cluster = cluster;
  }

  /** {@return a module for a Redis Cluster} */
  public static RedisTokenStoreModule cluster(RedisStoreConfig config) {
    return new RedisTokenStoreModule(config, true);
  }

  @Override
  protected void configure() {
    install(new RedisConnectionModule(cluster));
    Provider<RedisConnection> connection = getProvider(RedisConnection.class);
    Provider<TokenStore> store = () -> new RedisTokenStore(connection.get(), config.settings());
    bind(TokenStore.class).toProvider(store).in(Singleton.class);
    Provider<TokenStoreMaintenance> maintenance =
        () -> new RedisTokenStoreMaintenance(connection.get(), config.settings());
    bind(TokenStoreMaintenance.class).toProvider(maintenance).in(Singleton.class);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RedisTokenStoreModule that
        && cluster == that.cluster
        && config.equals(that.config);
  }

  @Override
  public int hashCode() {
    return config.hashCode();
  }
}
