// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.servers.RedisClusterServers;
import io.hexauth.servers.RedisNode;
import io.hexauth.servers.RedisSentinelServers;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Failover to another server. */
class RedisFailoverTest {

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(40);

  @Test
  void sentinelShouldFailOverWithEverythingThatWasReplicated() {
    try (var servers = RedisSentinelServers.start();
        var client = Clients.of(servers.uri());
        var stores = new TestStores(new ServerAccess(client))) {
      Grant grant = Grant.in(stores.tokens());
      StoredGrant written = grant.replaced(grant.created());
      RedisNode master = servers.master();
      awaitReplication(master, written, grant, servers);
      master.kill();

      assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(grant::stored);
      await()
          .atMost(LONG_ENOUGH)
          .ignoreExceptionsInstanceOf(ServiceUnavailableException.class)
          .untilAsserted(() -> assertThat(grant.stored()).contains(written));

      StoredGrant next = grant.replaced(written);
      assertThat(servers.master()).isNotSameAs(master);
      assertThat(grant.stored()).contains(next);
    }
  }

  /** Waits until the replica has the record, which a failover could lose before. */
  private static void awaitReplication(
      RedisNode master, StoredGrant written, Grant grant, RedisSentinelServers servers) {
    RedisNode replica = servers.replica();
    String key = "*{" + grant.key() + "}";
    await()
        .atMost(LONG_ENOUGH)
        .until(
            () -> {
              String name = replica.ask("KEYS", key);
              return !name.isEmpty()
                  && replica.ask("HGET", name, "rev").equals(written.revision().value());
            });
    assertThat(master.ask("DBSIZE")).isEqualTo("1");
  }

  @Test
  void aWriteThatAFailoverLostShouldBeMadeAgainOnTheRecordBefore() {
    try (var servers = RedisSentinelServers.start();
        var client = Clients.of(servers.uri());
        var stores = new TestStores(new ServerAccess(client))) {
      Grant grant = Grant.in(stores.tokens());
      StoredGrant written = grant.replaced(grant.created());
      RedisNode master = servers.master();
      awaitReplication(master, written, grant, servers);
      // From now on, the replica receives nothing, and the master still acknowledges writes.
      RedisNode replica = servers.replica();
      replica.ask("CONFIG", "SET", "masterauth", "wrong");
      master.ask("CONFIG", "SET", "requirepass", "another");
      replica.ask("CLIENT", "KILL", "TYPE", "master");
      StoredGrant known = grant.replaced(written);
      master.kill();

      await()
          .atMost(LONG_ENOUGH)
          .ignoreExceptionsInstanceOf(ServiceUnavailableException.class)
          .untilAsserted(() -> assertThat(grant.stored()).contains(written));

      assertThat(grant.replace(written, known)).isTrue();
      assertThat(grant.stored()).contains(known);
    }
  }

  @Test
  void aClusterShouldFollowItsSlotsToAnotherNode() {
    try (var servers = RedisClusterServers.start();
        var client = Clients.ofCluster(servers.uri());
        var stores = new TestStores(new ClusterAccess(client))) {
      List<Grant> grants = IntStream.range(0, 30).mapToObj(i -> Grant.in(stores.tokens())).toList();
      List<StoredGrant> before = grants.stream().map(Grant::created).toList();
      RedisNode old = servers.nodes().get(0);
      RedisNode next = servers.nodes().get(3);
      await().atMost(LONG_ENOUGH).until(() -> next.ask("DBSIZE").equals(old.ask("DBSIZE")));
      next.ask("CLUSTER", "FAILOVER");
      await().atMost(LONG_ENOUGH).until(() -> next.ask("ROLE").startsWith("master"));

      // The client gets MOVED, because it does not know the new node.
      for (int i = 0; i < grants.size(); i++) {
        assertThat(grants.get(i).stored()).contains(before.get(i));
        grants.get(i).replaced(before.get(i));
      }
    }
  }

  @Test
  void aNodeThatJoinedLaterShouldBeReachedByTheFirstCommand() {
    try (var servers = RedisClusterServers.start();
        RedisNode joining = RedisNode.start("cluster-enabled yes");
        var client = Clients.ofCluster(servers.uri());
        var stores = new TestStores(new ClusterAccess(client))) {
      Grant grant = Grant.in(stores.tokens());
      assertThat(grant.stored()).isEmpty();
      joins(joining, servers, SlotHash.getSlot(grant.key().value()));
      client.refreshPartitions();

      StoredGrant created = grant.created();

      assertThat(grant.stored()).contains(created);
      assertThat(joining.ask("DBSIZE")).isEqualTo("1");
    }
  }

  /**
   * Adds a node to the cluster, which takes over an empty slot like with Redis' own tool: the
   * importing node gets a higher epoch, so that no earlier message returns the slot.
   */
  private static void joins(RedisNode joining, RedisClusterServers servers, int slot) {
    List<RedisNode> all = Stream.concat(servers.nodes().stream(), Stream.of(joining)).toList();
    String port = Integer.toString(servers.nodes().get(0).port());
    joining.ask("CLUSTER", "MEET", "127.0.0.1", port);
    await()
        .atMost(LONG_ENOUGH)
        .until(
            () ->
                all.stream()
                    .allMatch(n -> n.ask("CLUSTER", "NODES").lines().count() == all.size()));
    // A node that does not know the newest epoch would claim the slot with an epoch that is too
    // low.
    await().atMost(LONG_ENOUGH).until(() -> agreeOnEpochs(all, servers.nodes().subList(0, 3)));
    RedisNode owner = servers.nodes().get(master(slot));
    String id = joining.ask("CLUSTER", "MYID");
    String number = Integer.toString(slot);
    joining.ask("CLUSTER", "SETSLOT", number, "IMPORTING", owner.ask("CLUSTER", "MYID"));
    owner.ask("CLUSTER", "SETSLOT", number, "MIGRATING", id);
    joining.ask("CLUSTER", "SETSLOT", number, "NODE", id);
    owner.ask("CLUSTER", "SETSLOT", number, "NODE", id);
    await()
        .atMost(LONG_ENOUGH)
        .until(() -> all.stream().allMatch(n -> hasSlot(n.ask("CLUSTER", "NODES"), id, number)));
    await()
        .atMost(LONG_ENOUGH)
        .until(
            () ->
                all.stream().allMatch(n -> n.ask("CLUSTER", "INFO").contains("cluster_state:ok")));
  }

  /**
   * {@return true if all nodes know the newest epoch, and no two masters have the same epoch, which
   * would raise it}
   */
  private static boolean agreeOnEpochs(List<RedisNode> all, List<RedisNode> masters) {
    long newest = all.stream().map(n -> epoch(n, "cluster_current_epoch")).distinct().count();
    long own = masters.stream().map(n -> epoch(n, "cluster_my_epoch")).distinct().count();
    return newest == 1 && own == masters.size();
  }

  private static String epoch(RedisNode node, String which) {
    return node.ask("CLUSTER", "INFO")
        .lines()
        .filter(line -> line.startsWith(which + ":"))
        .findFirst()
        .orElseThrow();
  }

  private static boolean hasSlot(String nodes, String id, String slot) {
    return nodes.lines().anyMatch(line -> line.startsWith(id) && line.endsWith(" " + slot));
  }

  @Test
  void aClusterShouldGoOnWithoutAMasterThatDied() {
    try (var servers = RedisClusterServers.start();
        var client = Clients.ofCluster(servers.uri());
        var stores = new TestStores(new ClusterAccess(client))) {
      RedisNode dying = servers.nodes().get(1);
      Grant grant = grantOn(1, stores);
      StoredGrant written = grant.replaced(grant.created());
      await()
          .atMost(LONG_ENOUGH)
          .until(() -> servers.nodes().get(4).ask("DBSIZE").equals(dying.ask("DBSIZE")));
      dying.kill();

      await()
          .atMost(LONG_ENOUGH)
          .ignoreExceptionsInstanceOf(ServiceUnavailableException.class)
          .untilAsserted(() -> assertThat(grant.stored()).contains(written));
      grant.replaced(written);
    }
  }

  /** {@return a grant whose slot is on this one of three masters} */
  private static Grant grantOn(int master, TestStores stores) {
    return Stream.generate(() -> Grant.in(stores.tokens()))
        .filter(grant -> master(SlotHash.getSlot(grant.key().value())) == master)
        .findFirst()
        .orElseThrow();
  }

  private static int master(int slot) {
    return slot * 3 / SlotHash.SLOT_COUNT;
  }
}
