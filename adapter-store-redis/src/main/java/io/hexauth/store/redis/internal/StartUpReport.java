// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.hexauth.store.redis.internal.RedisAccess.Opened;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs, once after the first connection, settings of Redis that can lose stored grants. */
final class StartUpReport {

  private static final Logger LOG = LoggerFactory.getLogger(StartUpReport.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final AtomicBoolean made = new AtomicBoolean();

  /** Writes the report. Never throws, because no token depends on it. */
  void about(Opened opened) {
    if (made.compareAndSet(false, true)) {
      opened.masters().get().forEach(StartUpReport::about);
    }
  }

  private static void about(
      String node, CompletionStage<RedisClusterAsyncCommands<byte[], byte[]>> commands) {
    try {
      var direct = RedisConnection.await(commands.toCompletableFuture(), PATIENCE);
      report(node, RedisConnection.await(direct.info(), PATIENCE));
    } catch (ExecutionException | RuntimeException e) {
      LOG.info("Redis node {} does not report its configuration ({})", node, e.getClass());
    }
  }

  private static void report(String node, String info) {
    String policy = value(info, "maxmemory_policy");
    if (!policy.equals("noeviction")) {
      LOG.warn(
          "Redis node {}: maxmemory-policy is '{}', so Redis may remove grants; set noeviction",
          node,
          policy);
    }
    if (!value(info, "aof_enabled").equals("1")) {
      LOG.warn(
          "Redis node {}: appendonly is off, so a crash loses the grants since the last snapshot;"
              + " set appendonly yes",
          node);
    }
    if (!value(info, "role").equals("master")) {
      LOG.warn(
          "Redis node {} is a replica and refuses writes; use the address of the master or"
              + " of the Sentinels",
          node);
    }
    LOG.info(
        "Redis node {}: version {}, policy {}, appendonly {}",
        node,
        value(info, "redis_version"),
        policy,
        value(info, "aof_enabled"));
  }

  private static String value(String info, String name) {
    return info.lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("unknown");
  }
}
