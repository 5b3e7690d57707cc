// SPDX-License-Identifier: Apache-2.0
package io.hexauth.servers;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A master, a replica and three sentinels that watch them, all embedded: they name each other by
 * address, which does not go through the ports of containers. A failover takes about two seconds.
 * Not thread-safe, but for {@link #shared()}.
 */
public final class RedisSentinelServers implements AutoCloseable {

  private static final String NAME = "hexauth";

  private final List<RedisNode> servers;
  private final List<RedisNode> sentinels;

  private RedisSentinelServers(List<RedisNode> servers, List<RedisNode> sentinels) {
    this.servers = servers;
    this.sentinels = sentinels;
  }

  private static final class Shared {
    static final RedisSentinelServers SERVERS = start();

    private Shared() {}
  }

  /** {@return those of this JVM, started at the first request; tests must not stop one} */
  public static RedisSentinelServers shared() {
    return Shared.SERVERS;
  }

  /** {@return new ones, which know each other} */
  public static RedisSentinelServers start() {
    RedisNode master = RedisNode.start();
    RedisNode replica = RedisNode.start("replicaof 127.0.0.1 " + master.port());
    List<RedisNode> sentinels =
        IntStream.range(0, 3).mapToObj(i -> sentinel(master.port())).toList();
    var started = new RedisSentinelServers(List.of(master, replica), sentinels);
    Waiting.until(
        "sentinels see each other",
        () -> sentinels.stream().allMatch(RedisSentinelServers::seesEverybody));
    return started;
  }

  private static RedisNode sentinel(int master) {
    return RedisNode.start(
        Ports.free(),
        List.of("--sentinel"),
        "sentinel monitor " + NAME + " 127.0.0.1 " + master + " 2",
        "sentinel down-after-milliseconds " + NAME + " 2000",
        "sentinel failover-timeout " + NAME + " 2000");
  }

  private static boolean seesEverybody(RedisNode sentinel) {
    List<String> state = sentinel.ask("SENTINEL", "MASTER", NAME).lines().toList();
    return value(state, "num-slaves").equals("1")
        && value(state, "num-other-sentinels").equals("2");
  }

  private static String value(List<String> lines, String name) {
    return lines.get(lines.indexOf(name) + 1);
  }

  /** {@return their address, as Lettuce reads it} */
  public String uri() {
    return sentinels.stream()
        .map(sentinel -> "127.0.0.1:" + sentinel.port())
        .collect(Collectors.joining(",", "redis-sentinel://", "#" + NAME));
  }

  /** {@return who is the master by now, as the first sentinel sees it} */
  public RedisNode master() {
    List<String> address =
        sentinels.get(0).ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME).lines().toList();
    return servers.stream()
        .filter(server -> address.contains(Integer.toString(server.port())))
        .findFirst()
        .orElseThrow();
  }

  /** {@return the one that is not the master by now} */
  public RedisNode replica() {
    RedisNode master = master();
    return servers.stream().filter(server -> server != master).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    Stream.concat(sentinels.stream(), servers.stream()).forEach(RedisNode::close);
  }

  @Override
  public String toString() {
    return uri();
  }
}
