// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.hexauth.store.redis.RedisStoreConfig;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The stores of one test over one connection, with a prefix that nobody else uses, and the clock
 * behind their back.
 */
final class TestStores implements AutoCloseable {

  private static final AtomicInteger PREFIXES = new AtomicInteger();

  /** Whatever is an instant: see the scripts. */
  private static final String AGE =
      """
      for _, name in ipairs({'lease_until', 'not_before', 'access_exp', 'created_at', 'updated_at', 'purge_at'}) do
        local at = redis.call('HGET', KEYS[1], name)
        if at then
          redis.call('HSET', KEYS[1], name, string.format('%.0f', at - ARGV[1] * 1000))
        end
      end
      local left = redis.call('PTTL', KEYS[1])
      if left >= 0 then
        redis.call('PEXPIRE', KEYS[1], string.format('%.0f', left - ARGV[1]))
      end
      """;

  private final RedisConnection connection;
  private final RedisStoreConfig config;

  TestStores(RedisAccess access) {
    this(access, RedisStoreConfig.defaults().withTimeout(Duration.ofSeconds(20)));
  }

  TestStores(RedisAccess access, RedisStoreConfig config) {
    this.connection = new RedisConnection(access);
    this.config = config.withPrefix("test-" + PREFIXES.incrementAndGet() + ":");
  }

  RedisTokenStore tokens() {
    return new RedisTokenStore(connection, config);
  }

  RedisPendingAuthorizationStore pending() {
    return new RedisPendingAuthorizationStore(connection, config);
  }

  RedisTokenStoreMaintenance maintenance() {
    return new RedisTokenStoreMaintenance(connection, config);
  }

  RedisStoreConfig config() {
    return config;
  }

  /** {@return the connection of the stores, for looking behind their backs} */
  RedisAccess.Opened opened() {
    return connection.opened(Duration.ofSeconds(5));
  }

  /** Shifts every stored instant, and Redis' own idea of when a key ends, into the past. */
  void age(Duration time) {
    byte[] millis = Long.toString(time.toMillis()).getBytes(StandardCharsets.US_ASCII);
    byte[] script = AGE.getBytes(StandardCharsets.US_ASCII);
    keys()
        .forEach(
            key ->
                get(
                    opened()
                        .commands()
                        .<Object>eval(script, ScriptOutputType.VALUE, new byte[][] {key}, millis)));
  }

  /** {@return every key with the prefix} */
  List<byte[]> keys() {
    return opened().masters().get().values().stream()
        .map(node -> get(node.toCompletableFuture()))
        .flatMap(node -> keys(node).stream())
        .toList();
  }

  private List<byte[]> keys(RedisClusterAsyncCommands<byte[], byte[]> node) {
    ScanArgs mine = ScanArgs.Builder.matches(config.prefix() + "*").limit(1000);
    KeyScanCursor<byte[]> page = get(node.scan(mine).toCompletableFuture());
    var found = new ArrayList<>(page.getKeys());
    while (!page.isFinished()) {
      page = get(node.scan(ScanCursor.of(page.getCursor()), mine).toCompletableFuture());
      found.addAll(page.getKeys());
    }
    return found;
  }

  static <T> T get(Future<T> future) {
    try {
      return RedisConnection.await(future, Duration.ofSeconds(10));
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
