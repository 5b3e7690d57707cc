// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.stores;

import com.google.inject.Key;
import com.google.inject.Module;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.hexauth.servers.RedisServer;
import io.hexauth.servers.TestDatabase;
import io.hexauth.store.jdbc.JdbcPendingAuthorizationStoreModule;
import io.hexauth.store.jdbc.JdbcStoreConfig;
import io.hexauth.store.jdbc.JdbcTokenStoreModule;
import io.hexauth.store.jdbc.OAuthJdbc;
import io.hexauth.store.redis.OAuthRedis;
import io.hexauth.store.redis.RedisPendingAuthorizationStoreModule;
import io.hexauth.store.redis.RedisStoreConfig;
import io.hexauth.store.redis.RedisTokenStoreModule;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.event.command.CommandListener;
import io.lettuce.core.event.command.CommandStartedEvent;
import java.time.Duration;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * The store of one node, with separate connections.
 *
 * @param module provides the stores
 * @param closing closes the connections
 */
public record StoreOfNode(Module module, Runnable closing) implements AutoCloseable {

  private static final int CONNECTIONS = 8;

  /** Long, because the first connection loads a thousand classes and the machine may be busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** {@return the connections of one node} */
  public static HikariDataSource pool(TestDatabase database) {
    var config = new HikariConfig();
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(CONNECTIONS);
    return new HikariDataSource(config);
  }

  /** {@return a store on PostgreSQL} */
  public static StoreOfNode postgres(TestDatabase database) {
    HikariDataSource pool = pool(database);
    return over(pool, pool::close);
  }

  /** {@return a store on PostgreSQL that reports each executed statement} */
  static StoreOfNode postgres(TestDatabase database, Consumer<Executed> executed) {
    HikariDataSource pool = pool(database);
    return over(SpiedDataSource.of(pool, executed), pool::close);
  }

  /** {@return a store on the database of this data source} */
  static StoreOfNode over(DataSource dataSource, Runnable closing) {
    JdbcStoreConfig config = JdbcStoreConfig.defaults().withCreateTables(true);
    return new StoreOfNode(
        binder -> {
          binder.bind(Key.get(DataSource.class, OAuthJdbc.class)).toInstance(dataSource);
          binder.install(new JdbcTokenStoreModule(config));
          binder.install(new JdbcPendingAuthorizationStoreModule(config));
        },
        closing);
  }

  /** {@return a store on Redis} */
  public static StoreOfNode redis() {
    return redis(client());
  }

  /** {@return a store on Redis that reports each command} */
  static StoreOfNode redis(Consumer<String> sent) {
    RedisClient client = client();
    client.addListener(
        new CommandListener() {
          @Override
          public void commandStarted(CommandStartedEvent event) {
            sent.accept(event.getCommand().getType().toString());
          }
        });
    return redis(client);
  }

  private static StoreOfNode redis(RedisClient client) {
    RedisStoreConfig config = RedisStoreConfig.defaults().withTimeout(PATIENCE);
    return new StoreOfNode(
        binder -> {
          binder.bind(Key.get(RedisClient.class, OAuthRedis.class)).toInstance(client);
          binder.install(new RedisTokenStoreModule(config));
          binder.install(new RedisPendingAuthorizationStoreModule(config));
        },
        client::shutdown);
  }

  /** {@return a Redis client with the options that Hexauth requires} */
  static RedisClient client() {
    RedisClient client = RedisClient.create(RedisServer.uri());
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .timeoutOptions(TimeoutOptions.enabled())
            .build());
    return client;
  }

  @Override
  public void close() {
    closing.run();
  }
}
