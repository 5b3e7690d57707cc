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
 * The store as one node sees it, by connections of its own.
 *
 * @param module provides the stores
 * @param closing ends the connections
 */
public record StoreOfNode(Module module, Runnable closing) implements AutoCloseable {

  private static final int CONNECTIONS = 8;

  /** The first connection loads a thousand classes, and the machine may be busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** {@return connections of one node, as many as it will ever need, opened now} */
  public static HikariDataSource pool(TestDatabase database) {
    var config = new HikariConfig();
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(CONNECTIONS);
    return new HikariDataSource(config);
  }

  /** {@return PostgreSQL} */
  public static StoreOfNode postgres(TestDatabase database) {
    HikariDataSource pool = pool(database);
    return over(pool, pool::close);
  }

  /** {@return PostgreSQL; each statement that is executed is told} */
  static StoreOfNode postgres(TestDatabase database, Consumer<Executed> executed) {
    HikariDataSource pool = pool(database);
    return over(SpiedDataSource.of(pool, executed), pool::close);
  }

  /** {@return whatever database this is} */
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

  /** {@return Redis} */
  public static StoreOfNode redis() {
    return redis(client());
  }

  /** {@return Redis; each command that is sent is told} */
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

  /** {@return a client as Hexauth needs it} */
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
