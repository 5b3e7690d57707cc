// SPDX-License-Identifier: Apache-2.0
package io.hexauth.servers;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Redis master, replica and three Sentinels. All are embedded, because they name each other by
 * address, and these addresses do not work with the mapped ports of containers. A failover takes
 * about two seconds. Not thread-safe, except {@link #shared()}.
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

  /** {@return the servers of this JVM, started at the first request; tests must not stop one} */
  public static RedisSentinelServers shared() {
    return Shared.SERVERS;
  }

  /** {@return new servers; the Sentinels know each other} */
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

  /** {@return the address of the Sentinels for Lettuce} */
  public String uri() {
    return sentinels.stream()
        .map(sentinel -> "127.0.0.1:" + sentinel.port())
        .collect(Collectors.joining(",", "redis-sentinel://", "#" + NAME));
  }

  /** {@return the current master, as the first Sentinel reports it} */
  public RedisNode master() {
    List<String> address =
        sentinels.get(0).ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME).lines().toList();
    return servers.stream()
        .filter(server -> address.contains(Integer.toString(server.port())))
        .findFirst()
        .orElseThrow();
  }

  /** {@return the node that is not the current master} */
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
