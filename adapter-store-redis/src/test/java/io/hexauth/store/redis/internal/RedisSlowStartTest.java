// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.ports.spi.Reading;
import io.hexauth.servers.RedisClusterServers;
import io.hexauth.servers.RedisSentinelServers;
import io.hexauth.servers.RedisServer;
import io.hexauth.testkit.fault.FaultProxy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A first connection that takes longer than a command may take. */
class RedisSlowStartTest {

  private static final Duration COMMAND = Duration.ofSeconds(1);
  private static final Duration PLENTY = Duration.ofSeconds(30);
  private static final Pattern FIRST_PORT = Pattern.compile(":(\\d+)");

  /** The first address of a client, and the client for another port. */
  @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
  enum Kind {
    SERVER(RedisServer::uri, port -> new ServerAccess(Clients.of("redis://127.0.0.1:" + port))),
    SENTINEL(
        () -> RedisSentinelServers.shared().uri(),
        port -> {
          String all = RedisSentinelServers.shared().uri();
          String name = all.substring(all.indexOf('#'));
          return new ServerAccess(Clients.of("redis-sentinel://127.0.0.1:" + port + name));
        }),
    CLUSTER(
        () -> RedisClusterServers.shared().uri(),
        port -> new ClusterAccess(Clients.ofCluster("redis://127.0.0.1:" + port)));

    private final Supplier<String> uri;
    private final IntFunction<RedisAccess> access;

    Kind(Supplier<String> uri, IntFunction<RedisAccess> access) {
      this.uri = uri;
      this.access = access;
    }

    FaultProxy proxy() {
      Matcher port = FIRST_PORT.matcher(uri.get());
      assertThat(port.find()).isTrue();
      return FaultProxy.to(Integer.parseInt(port.group(1)));
    }

    RedisAccess through(FaultProxy proxy) {
      return access.apply(proxy.port());
    }
  }

  private static RedisTokenStore store(RedisConnection connection, Duration connectTimeout) {
    return new RedisTokenStore(
        connection, new StoreSettings("slow:", COMMAND, connectTimeout, Optional.empty()));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aCallShouldWaitForTheFirstConnectionLongerThanForACommand(Kind kind) throws Exception {
    try (FaultProxy proxy = kind.proxy()) {
      proxy.holdAnswers();
      try (var connection = new RedisConnection(kind.through(proxy))) {
        await().atMost(PLENTY).until(() -> proxy.connections() > 0);
        var store = store(connection, PLENTY);
        CompletableFuture<Reading> call =
            CompletableFuture.supplyAsync(() -> store.find(Grant.newKey()));

        await()
            .during(COMMAND.multipliedBy(5).dividedBy(4))
            .atMost(PLENTY)
            .until(() -> !call.isDone());
        proxy.pass();

        assertThat(call.get(PLENTY.toSeconds(), TimeUnit.SECONDS).grant()).isEmpty();
      }
    }
  }

  @Test
  void aCallShouldEndTypedWhenTheFirstConnectionTakesLongerThanItsBound() {
    try (FaultProxy proxy = Kind.SERVER.proxy()) {
      proxy.holdAnswers();
      try (var connection = new RedisConnection(Kind.SERVER.through(proxy))) {
        var store = store(connection, COMMAND);
        assertThatExceptionOfType(ServiceUnavailableException.class)
            .isThrownBy(() -> store.find(Grant.newKey()))
            .matches(ServiceUnavailableException::isRetryable)
            .matches(e -> e.service() == Service.STORE)
            .withMessageContaining("did not answer in time");
        proxy.pass();
        await()
            .atMost(PLENTY)
            .ignoreExceptionsInstanceOf(ServiceUnavailableException.class)
            .until(() -> store.find(Grant.newKey()).grant().isEmpty());
        assertThat(proxy.connections()).as("the opening that was late was used").isEqualTo(1);
      }
    }
  }
}
