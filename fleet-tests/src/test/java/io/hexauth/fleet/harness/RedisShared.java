// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.harness;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.servers.RedisNode;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RestoreArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Redis of a fleet, with an append-only file and a monitor of all commands. */
final class RedisShared implements SharedStore {

  private final RedisNode server =
      RedisNode.start("appendonly yes", "appendfsync everysec", "slowlog-log-slower-than 0");
  private final RedisClient client = RedisClient.create(server.uri());
  private final StatefulRedisConnection<String, byte[]> connection =
      client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
  private final RedisMonitor monitor;

  RedisShared(Path folder) {
    monitor = new RedisMonitor(server, folder.resolve("redis-monitor.log"));
    monitor.start();
  }

  private RedisCommands<String, byte[]> commands() {
    return connection.sync();
  }

  private static String name(GrantKey key) {
    return "hexauth:grant:{" + key.value() + "}";
  }

  @Override
  public Kind kind() {
    return Kind.REDIS;
  }

  @Override
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
  }

  @Override
  public Map<String, String> nodeProperties(int proxyPort) {
    return Map.of("fleet.store", "REDIS", "fleet.store.uri", "redis://127.0.0.1:" + proxyPort);
  }

  @Override
  public Optional<StoredGrant> find(GrantKey key) {
    Map<String, byte[]> row = commands().hgetall(name(key));
    return row.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new StoredGrant(
                text(row, "grant_id"),
                Long.parseLong(text(row, "gen")),
                Long.parseLong(text(row, "epoch")),
                text(row, "state"),
                Integer.parseInt(text(row, "attempt"))));
  }

  private static String text(Map<String, byte[]> row, String field) {
    return new String(row.getOrDefault(field, new byte[0]), StandardCharsets.UTF_8);
  }

  @Override
  public void prolongLease(GrantKey key, Duration by) {
    commands().hincrby(name(key), "lease_until", by.toMillis() * 1000);
  }

  @Override
  public Backup backup(GrantKey key) {
    byte[] bytes = commands().dump(name(key));
    return () -> {
      monitor.lostData();
      commands().restore(name(key), bytes, RestoreArgs.Builder.ttl(0).replace());
    };
  }

  @Override
  public void loseEverything() {
    monitor.lostData();
    commands().flushall();
  }

  @Override
  public void crashAndRestart() {
    server.kill();
    server.restart();
    monitor.start();
    // The connection of the test is restored automatically.
    commands().ping();
  }

  @Override
  public void refuseWrites() {
    // The server becomes a replica of a server that does not exist, so its data can only be read.
    commands().replicaof("127.0.0.1", 1);
  }

  @Override
  public void acceptWrites() {
    commands().replicaofNoOne();
  }

  @Override
  public String command(String... words) {
    return server.ask(words);
  }

  @Override
  public List<Change> changes() {
    return monitor.changes();
  }

  @Override
  public void dump(Path file) {
    var text = new StringBuilder();
    for (String key : commands().keys("*")) {
      text.append(key).append('\n');
      if (commands().type(key).equals("hash")) {
        commands()
            .hgetall(key)
            .forEach(
                (field, value) ->
                    text.append(field)
                        .append(' ')
                        .append(new String(value, StandardCharsets.ISO_8859_1))
                        .append('\n'));
      } else {
        text.append(new String(commands().get(key), StandardCharsets.ISO_8859_1)).append('\n');
      }
    }
    text.append(server.ask("SLOWLOG", "GET", "1000")).append('\n');
    try {
      Files.writeString(file, text, StandardCharsets.UTF_8);
      Files.write(file, Files.readAllBytes(monitor.file()), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
    monitor.close();
    server.close();
  }
}
