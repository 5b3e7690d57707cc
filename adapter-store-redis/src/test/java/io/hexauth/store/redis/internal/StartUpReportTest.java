// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.servers.RedisClusterServers;
import io.hexauth.servers.RedisNode;
import io.hexauth.testkit.log.LogCapture;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

  private static final String KEEPING =
      "redis_version:8.0\r\nrole:master\r\nmaxmemory_policy:noeviction\r\naof_enabled:1\r\n";

  /** {@return nodes that answer with these texts, or do not answer} */
  @SuppressWarnings("FutureReturnValueIgnored") // the caller gets what the proxy returns
  private static RedisAccess.Opened opened(Map<String, CompletableFuture<String>> nodes) {
    var masters = new TreeMap<String, CompletionStage<RedisClusterAsyncCommands<byte[], byte[]>>>();
    nodes.forEach(
        (node, info) ->
            masters.put(
                node, CompletableFuture.completedFuture(commands(() -> FakeAccess.answer(info)))));
    var link = new FakeAccess.Link().opened();
    return new RedisAccess.Opened(
        link.connection(), link.commands(), () -> masters, link.elsewhere());
  }

  @SuppressWarnings("unchecked") // a generic interface has only one class
  private static RedisClusterAsyncCommands<byte[], byte[]> commands(Supplier<Object> info) {
    return (RedisClusterAsyncCommands<byte[], byte[]>)
        FakeAccess.proxy(
            RedisClusterAsyncCommands.class,
            name -> {
              assertThat(name).isEqualTo("info");
              return info.get();
            });
  }

  static Stream<Arguments> servers() {
    return Stream.of(
        Arguments.of(KEEPING, List.of()),
        Arguments.of(
            KEEPING.replace("noeviction", "volatile-ttl"),
            List.of("maxmemory-policy is 'volatile-ttl'")),
        Arguments.of(
            KEEPING.replace("aof_enabled:1", "aof_enabled:0"), List.of("appendonly is off")),
        Arguments.of(KEEPING.replace("role:master", "role:slave"), List.of("is a replica")),
        Arguments.of(
            "", List.of("maxmemory-policy is 'unknown'", "appendonly is off", "is a replica")),
        Arguments.of(
            KEEPING.replace("maxmemory_policy:", "x_maxmemory_policy:"),
            List.of("maxmemory-policy is 'unknown'")));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void eachWayToLoseTokensShouldBeAWarning(String info, List<String> expected) {
    try (LogCapture log = LogCapture.start()) {
      new StartUpReport().about(opened(Map.of("n-1", CompletableFuture.completedFuture(info))));

      assertThat(of(warnings(log))).hasSameSizeAs(expected).allMatch(line -> line.contains("n-1"));
      assertThat(of(warnings(log)))
          .zipSatisfy(expected, (line, part) -> assertThat(line).contains(part));
      assertThat(of(ours(log))).filteredOn(line -> line.contains("INFO")).hasSize(1);
    }
  }

  /** No token and no other node depends on the report. */
  @Test
  void aNodeThatDoesNotSayShouldNotKeepOthersFromIt() {
    try (LogCapture log = LogCapture.start()) {
      var report = new StartUpReport();
      var nodes =
          opened(
              Map.of(
                  "n-1", CompletableFuture.failedFuture(new RedisException("NOPERM")),
                  "n-2", CompletableFuture.completedFuture(KEEPING)));
      report.about(nodes);
      report.about(nodes);

      assertThat(of(warnings(log))).isEmpty();
      assertThat(of(ours(log)))
          .hasSize(2)
          .anyMatch(line -> line.contains("n-1 does not report its configuration"))
          .anyMatch(line -> line.contains("n-2: version 8.0, policy noeviction, appendonly 1"));
    }
  }

  /**
   * {@return the lines about the nodes of this test, without those about servers of other tests}
   */
  private static List<String> of(List<String> lines) {
    return lines.stream().filter(line -> line.contains("Redis node n-")).toList();
  }
}
