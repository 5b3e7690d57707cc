// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.servers.RedisClusterServers;
import io.hexauth.servers.RedisNode;
import io.hexauth.testkit.log.LogCapture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartUpReportTest {

  @Test
  void aServerThatForgetsShouldBeReportedOnce() {
    try (RedisNode node = RedisNode.start("maxmemory-policy allkeys-lru");
        var client = Clients.of(node.uri());
        var stores = new TestStores(new ServerAccess(client));
        LogCapture log = LogCapture.start()) {
      Grant grant = Grant.in(stores.tokens());
      grant.created();
      grant.stored();

      awaitReports(log, 1);
      assertThat(warnings(log))
          .hasSize(2)
          .anyMatch(line -> line.contains("maxmemory-policy is 'allkeys-lru'"))
          .anyMatch(line -> line.contains("appendonly is off"));
    }
  }

  @Test
  void aServerThatKeepsEverythingShouldBeReportedWithoutWarning() {
    try (RedisNode node = RedisNode.start("appendonly yes");
        var client = Clients.of(node.uri());
        var stores = new TestStores(new ServerAccess(client));
        LogCapture log = LogCapture.start()) {
      Grant.in(stores.tokens()).created();
      awaitReports(log, 1);
      assertThat(warnings(log)).isEmpty();
    }
  }

  @Test
  void everyMasterOfAClusterShouldBeReported() {
    try (var client = Clients.ofCluster(RedisClusterServers.shared().uri());
        var stores = new TestStores(new ClusterAccess(client));
        LogCapture log = LogCapture.start()) {
      Grant.in(stores.tokens()).created();
      awaitReports(log, 3);
      assertThat(warnings(log)).hasSize(3).allMatch(line -> line.contains("appendonly is off"));
    }
  }

  private static void awaitReports(LogCapture log, int count) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                log.lines().stream().filter(line -> line.contains("policy")).count() >= count
                    && ours(log).stream().filter(line -> line.contains("version 6.2")).count()
                        == count);
  }

  private static List<String> warnings(LogCapture log) {
    return ours(log).stream().filter(line -> line.contains("WARN")).toList();
  }

  private static List<String> ours(LogCapture log) {
    return log.lines().stream().filter(line -> line.contains("StartUpReport")).toList();
  }
}
