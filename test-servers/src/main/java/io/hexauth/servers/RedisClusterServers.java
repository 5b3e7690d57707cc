// SPDX-License-Identifier: Apache-2.0
package io.hexauth.servers;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Redis Cluster with three masters that share the slots, and one replica for each. All nodes are
 * embedded, because they name each other by address, and these addresses do not work with the
 * mapped ports of containers. Not thread-safe, except {@link #shared()}.
 */
public final class RedisClusterServers implements AutoCloseable {

  private static final int MASTERS = 3;
  private static final int SLOTS = 16_384;

  private final List<RedisNode> nodes;

  private RedisClusterServers(List<RedisNode> nodes) {
    this.nodes = nodes;
  }

  private static final class Shared {
    static final RedisClusterServers SERVERS = start();

    private Shared() {}
  }

  /**
   * {@return the cluster of this JVM, started at the first request; tests must not stop its nodes}
   */
  public static RedisClusterServers shared() {
    return Shared.SERVERS;
  }

  /** {@return a new cluster that serves all slots} */
  public static RedisClusterServers start() {
    var cluster =
        new RedisClusterServers(
            IntStream.range(0, 2 * MASTERS)
                .mapToObj(i -> RedisNode.start("cluster-enabled yes", "cluster-node-timeout 2000"))
                .toList());
    cluster.meet();
    return cluster;
  }

  private void meet() {
    String port = Integer.toString(nodes.get(0).port());
    nodes.forEach(node -> node.ask("CLUSTER", "MEET", "127.0.0.1", port));
    for (int i = 0; i < MASTERS; i++) {
      nodes.get(i).ask(addSlots(i * SLOTS / MASTERS, (i + 1) * SLOTS / MASTERS));
    }
    awaitAll(node -> node.ask("CLUSTER", "NODES").lines().count() == nodes.size());
    for (int i = MASTERS; i < nodes.size(); i++) {
      String master = nodes.get(i - MASTERS).ask("CLUSTER", "MYID");
      nodes.get(i).ask("CLUSTER", "REPLICATE", master);
    }
    awaitAll(node -> node.ask("CLUSTER", "INFO").contains("cluster_state:ok"));
    awaitAll(
        node ->
            node.ask("CLUSTER", "NODES").lines().filter(line -> line.contains("slave")).count()
                == MASTERS);
  }

  private static String[] addSlots(int from, int to) {
    return Stream.concat(
            Stream.of("CLUSTER", "ADDSLOTS"), IntStream.range(from, to).mapToObj(Integer::toString))
        .toArray(String[]::new);
  }

  private void awaitAll(Predicate<RedisNode> state) {
    Waiting.until("nodes of a cluster agree", () -> nodes.stream().allMatch(state));
  }

  /** {@return the address for Lettuce: one node, which knows the others} */
  public String uri() {
    return nodes.get(0).uri();
  }

  /** {@return all six nodes; the first three were started as masters} */
  public List<RedisNode> nodes() {
    return nodes;
  }

  @Override
  public void close() {
    nodes.forEach(RedisNode::close);
  }

  @Override
  public String toString() {
    return uri();
  }
}
