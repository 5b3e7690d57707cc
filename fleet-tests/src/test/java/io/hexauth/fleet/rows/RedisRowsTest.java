// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.rows;

import static io.hexauth.fleet.harness.SharedStore.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.fleet.harness.Fleet;
import io.hexauth.fleet.harness.Member;
import io.hexauth.fleet.harness.Row;
import io.hexauth.fleet.node.Settings;
import io.hexauth.fleet.node.Settings.Pace;
import io.hexauth.ports.spi.FaultPoints.FaultPoint;
import io.hexauth.servers.RedisNode;
import io.hexauth.servers.RedisSentinelServers;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/**
 * Rows about events that occur only in Redis: a failover without the last write, full memory, a
 * busy server.
 */
final class RedisRowsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** Uses three Sentinels, a master, and a replica that lacks the last write. */
  @Row(value = "S6", on = REDIS, only = true)
  void failoverThatLostACommitShouldBeHealedByWhoRemembersIt(Fleet fleet) {
    try (RedisSentinelServers servers = RedisSentinelServers.start()) {
      String visitor = fleet.user(Pace.ELSEWHERE, Settings.STRICT);
      for (Member node : fleet.members()) {
        node.goesElsewhere(servers.uri());
        // This connects the node before the server refuses new clients.
        assertThat(node.askUntilFinal(visitor)).startsWith("failed:ReauthorizationRequired");
      }
      String alice = fleet.expired(Pace.ELSEWHERE, Settings.STRICT);
      RedisNode master = servers.master();
      RedisNode replica = servers.replica();
      await().atMost(PATIENCE).until(() -> generation(fleet, replica, alice).equals("1"));
      stopReplication(master, replica);
      String token = fleet.a().ask(alice).token();
      await().untilAsserted(() -> assertThat(fleet.a().events(alice)).as("durable").hasSize(1));
      assertThat(generation(fleet, replica, alice)).as("and not replicated").isEqualTo("1");
      master.kill();

      // The token is served from memory, and written back as soon as a store accepts it.
      await()
          .atMost(PATIENCE)
          .ignoreException(UncheckedIOException.class) // a promoted server closes its connections
          .until(
              () -> {
                assertThat(fleet.a().ask(alice).token()).isEqualTo(token);
                return generation(fleet, replica, alice).equals("2");
              });

      assertThat(servers.master()).isSameAs(replica);
      for (Member other : List.of(fleet.b(), fleet.c(), fleet.d())) {
        assertThat(other.askUntilToken(alice)).isEqualTo(token);
      }
      assertThat(fleet.books().presentations()).containsExactly(1);
      assertThat(fleet.b().refresh(alice).isToken()).isTrue();
      assertThat(fleet.books().presentations()).containsExactly(1, 1);
      assertThat(fleet.books().familiesRevoked()).isZero();
    } finally {
      fleet.members().forEach(Member::comesBack);
    }
  }

  private static String generation(Fleet fleet, RedisNode server, String user) {
    return server.ask("HGET", "hexauth:grant:{" + fleet.key(user).value() + "}", "gen");
  }

  /** Stops the replication. The master still acknowledges writes. */
  private static void stopReplication(RedisNode master, RedisNode replica) {
    replica.ask("CONFIG", "SET", "masterauth", "wrong");
    master.ask("CONFIG", "SET", "requirepass", "another");
    replica.ask("CLIENT", "KILL", "TYPE", "master");
  }

  @Row(value = "S7 out of memory", on = REDIS, only = true)
  void fullStoreShouldTakeRefreshesOfItsGrantsAndNoNewGrant(Fleet fleet) {
    String alice = fleet.expired();
    String bob = fleet.expired();
    String service = fleet.user(Pace.QUICK, Settings.OWN);
    var refreshing = fleet.standing(fleet.a(), FaultPoint.AFTER_ANSWER, alice);
    fleet.store().command("CONFIG", "SET", "maxmemory", "1");
    try {
      assertThat(fleet.store().command("CONFIG", "GET", "maxmemory-policy")).contains("noeviction");
      fleet.a().go(FaultPoint.AFTER_ANSWER);
      String token = Fleet.get(refreshing).token();

      assertThat(fleet.grant(alice).generation()).isEqualTo(2);
      assertThat(fleet.c().ask(alice).token()).isEqualTo(token);
      assertThat(fleet.b().ask(bob).token()).isEqualTo(fleet.c().ask(bob).token());
      assertThat(fleet.grant(bob).generation()).isEqualTo(2);
      assertThat(fleet.b().ask(service).isToken()).as("for this node alone").isTrue();
      assertThat(fleet.stored(service)).isEmpty();
    } finally {
      fleet.store().command("CONFIG", "SET", "maxmemory", "0");
    }
    assertThat(fleet.books().presentations()).containsExactly(1, 1);
    assertThat(fleet.books().familiesRevoked()).isZero();
  }

  @Row(value = "S7 busy", on = REDIS, only = true)
  void storeThatIsBusyWithAScriptAndForgetsOursShouldGetTheCommitAfterwards(Fleet fleet) {
    String alice = fleet.expired();
    var refreshing = fleet.standing(fleet.a(), FaultPoint.BEFORE_COMMIT, alice);
    fleet.store().command("SCRIPT", "FLUSH");
    fleet.store().command("CONFIG", "SET", "lua-time-limit", "20");
    var busy = new Thread(() -> runForEver(fleet), "busy script");
    busy.setDaemon(true);
    busy.start();
    await().atMost(PATIENCE).until(() -> isBusy(fleet));
    String token;
    try {
      fleet.a().go(FaultPoint.BEFORE_COMMIT);
      token = Fleet.get(refreshing).token();
      assertThat(fleet.a().ask(alice).token()).as("from memory").isEqualTo(token);
    } finally {
      fleet.store().command("SCRIPT", "KILL");
    }

    fleet.awaitGeneration(alice, 2);
    assertThat(fleet.b().askUntilToken(alice)).isEqualTo(token);
    assertThat(fleet.books().presentations()).containsExactly(1);
    assertThat(fleet.books().familiesRevoked()).isZero();
  }

  private static void runForEver(Fleet fleet) {
    try {
      fleet.store().command("EVAL", "while true do end", "0");
    } catch (RuntimeException e) {
      // The process was killed.
    }
  }

  private static boolean isBusy(Fleet fleet) {
    try {
      fleet.store().command("PING");
      return false;
    } catch (IllegalStateException e) {
      return e.getMessage().startsWith("BUSY");
    }
  }
}
