// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.TokenStoreMaintenance.Batch;
import io.hexauth.ports.spi.TokenStoreMaintenance.Listed;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stores of one test over one connection, with a prefix that no other test uses, and a way to
 * change stored times.
 */
final class TestStores implements AutoCloseable {

  /** Longest wait: a new JVM on a busy machine needs time for its first connection. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final AtomicInteger PREFIXES = new AtomicInteger();

  /** Script that changes every stored instant. */
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
  private final RedisAccess access;
  private final List<RedisConnection> others = new ArrayList<>();
  private final String prefix = "test-" + PREFIXES.incrementAndGet() + ":";
  private final StoreSettings settings =
      new StoreSettings(prefix, PATIENCE, PATIENCE, Optional.empty());

  TestStores(RedisAccess access) {
    this.connection = new RedisConnection(access);
    this.access = access;
  }

  RedisTokenStore tokens() {
    return new RedisTokenStore(connection, settings);
  }

  /** {@return the store with the connection of another node} */
  RedisTokenStore tokensOfOtherNode() {
    var other = new RedisConnection(access);
    others.add(other);
    return new RedisTokenStore(other, settings);
  }

  /** Makes a hash unreadable: an empty text is not a revision. */
  void damage(GrantKey key) {
    eval("redis.call('HSET', KEYS[1], 'rev', '')", Keys.ofGrants(prefix).of(key));
  }

  RedisPendingAuthorizationStore pending() {
    return new RedisPendingAuthorizationStore(connection, settings);
  }

  RedisTokenStoreMaintenance maintenance() {
    return new RedisTokenStoreMaintenance(connection, settings);
  }

  /** {@return the records that are listed as sealed with a key} */
  List<Listed> sealedWith(String keyId) {
    List<Listed> all = new ArrayList<>();
    Optional<String> from = Optional.empty();
    do {
      Batch batch = maintenance().notSealedWith("another-key", from, 5);
      batch.records().stream()
          .filter(listed -> listed.grant().keyId().equals(Optional.of(keyId)))
          .forEach(all::add);
      from = batch.next();
    } while (from.isPresent());
    return all;
  }

  String prefix() {
    return prefix;
  }

  /** {@return the connection of the stores, for direct access to Redis} */
  RedisAccess.Opened opened() {
    return connection.opened(settings);
  }

  /**
   * Opens the connection and loads the scripts, so that the next step is one command and one
   * answer.
   */
  void connectAndLoadScripts() {
    for (Script script : Script.values()) {
      get(opened().commands().scriptLoad(script.source()));
    }
  }

  /** Moves every stored instant, and the expiry of keys in Redis, into the past. */
  void age(Duration time) {
    byte[] millis = Long.toString(time.toMillis()).getBytes(StandardCharsets.US_ASCII);
    keys().forEach(key -> eval(AGE, key, millis));
  }

  /** Runs a script that returns nothing. */
  void eval(String script, byte[] key, byte[]... arguments) {
    get(
        opened()
            .commands()
            .<Object>eval(
                Wire.text(script), ScriptOutputType.VALUE, new byte[][] {key}, arguments));
  }

  /** {@return the answer of a script of the stores} */
  List<Object> run(Script script, byte[] key, byte[]... arguments) {
    return connection.run(settings, script, key, arguments);
  }

  /** {@return every key with the prefix} */
  List<byte[]> keys() {
    return opened().masters().get().values().stream()
        .map(node -> get(node.toCompletableFuture()))
        .flatMap(node -> keys(node).stream())
        .toList();
  }

  private List<byte[]> keys(RedisClusterAsyncCommands<byte[], byte[]> node) {
    ScanArgs mine = ScanArgs.Builder.matches(prefix + "*").limit(1000);
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
      return RedisConnection.await(future, PATIENCE);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  @Override
  public void close() {
    others.forEach(RedisConnection::close);
    connection.close();
  }
}
