// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.node;

import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.hexauth.store.jdbc.JdbcStoreModule;
import io.hexauth.store.jdbc.OAuthJdbc;
import io.hexauth.store.redis.OAuthRedis;
import io.hexauth.store.redis.RedisStoreConfig;
import io.hexauth.store.redis.RedisStoreModule;
import io.hexauth.testkit.guice.StrictInjector;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.TimeoutOptions;
import java.time.Duration;
import javax.sql.DataSource;

/** Stores of a node, with the modules of a real application. */
final class Stores {

  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private Stores() {}

  static Injector injector() {
    String store = System.getProperty("fleet.store");
    return switch (store) {
      case "POSTGRES" -> StrictInjector.create(postgres());
      case "REDIS" -> redis(redisClient(System.getProperty("fleet.store.uri")));
      default -> throw new IllegalArgumentException("There is no store " + store);
    };
  }

  private static Module postgres() {
    var config = new HikariConfig();
    config.setJdbcUrl(System.getProperty("fleet.store.uri"));
    config.setUsername(System.getProperty("fleet.store.user"));
    config.setPassword(System.getProperty("fleet.store.password"));
    config.setMaximumPoolSize(Integer.getInteger("fleet.store.pool"));
    config.setMinimumIdle(1);
    config.setConnectionTimeout(TIMEOUT.toMillis());
    config.setValidationTimeout(TIMEOUT.toMillis() / 2);
    config.setInitializationFailTimeout(-1);
    var pool = new HikariDataSource(config);
    return binder -> {
      binder.bind(Key.get(DataSource.class, OAuthJdbc.class)).toInstance(pool);
      binder.install(new JdbcStoreModule());
    };
  }

  static RedisClient redisClient(String uri) {
    RedisClient client = RedisClient.create(uri);
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .timeoutOptions(TimeoutOptions.enabled())
            .build());
    return client;
  }

  static Injector redis(RedisClient client) {
    RedisStoreConfig config = RedisStoreConfig.defaults().withTimeout(TIMEOUT);
    return StrictInjector.create(
        binder -> {
          binder.bind(Key.get(RedisClient.class, OAuthRedis.class)).toInstance(client);
          binder.install(new RedisStoreModule(config));
        });
  }
}
