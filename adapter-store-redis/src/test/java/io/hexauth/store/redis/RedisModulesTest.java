// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.google.inject.AbstractModule;
import com.google.inject.CreationException;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import io.hexauth.servers.RedisClusterServers;
import io.hexauth.servers.RedisNode;
import io.hexauth.testkit.guice.StrictInjector;
import io.hexauth.testkit.log.LogCapture;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RedisModulesTest {

  private static final RedisStoreConfig CONFIG =
      RedisStoreConfig.defaults().withPrefix("modules:").withTimeout(Duration.ofSeconds(10));

  private static final ClientOptions OPTIONS =
      ClientOptions.builder()
          .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
          .timeoutOptions(TimeoutOptions.enabled())
          .build();

  private static final GrantKey KEY = new GrantKey("0".repeat(64));

  private static Module clientOf(RedisClient client) {
    return new AbstractModule() {
      @Override
      protected void configure() {
        bind(RedisClient.class).annotatedWith(OAuthRedis.class).toInstance(client);
      }
    };
  }

  private static RedisClient client(int port, ClientOptions options) {
    RedisClient client = RedisClient.create("redis://127.0.0.1:" + port);
    client.setOptions(options);
    return client;
  }

  private static Injector injector(RedisClient client) {
    return StrictInjector.create(new RedisStoreModule(CONFIG), clientOf(client));
  }

  @Test
  void storesShouldShareOneConnectionThatIsOpenedWhenTheInjectorIsMade() throws Exception {
    try (RedisNode node = RedisNode.start();
        RedisClient client = client(node.port(), OPTIONS)) {
      Injector injector = injector(client);
      await().atMost(Duration.ofSeconds(20)).until(() -> connections(node) == 1);
      TokenStore tokens = injector.getInstance(TokenStore.class);

      assertThat(tokens.find(KEY).grant()).isEmpty();
      var pending = injector.getInstance(PendingAuthorizationStore.class);
      var envelope = new Envelope(1, "key-1", new byte[] {1});
      assertThat(pending.put(KEY, envelope, Duration.ofMinutes(1))).isTrue();
      assertThat(injector.getInstance(TokenStoreMaintenance.class).rowsPerKey()).isEmpty();

      assertThat(connections(node)).isEqualTo(1);
      assertThat(injector.getInstance(TokenStore.class)).isSameAs(tokens);
      assertThat(node.ask("KEYS", "*")).isEqualTo("modules:pending:{" + KEY + "}");
    }
  }

  private static long connections(RedisNode node) {
    return node.ask("CLIENT", "LIST").lines().filter(line -> !line.contains("cmd=client")).count();
  }

  @Test
  void closingShouldEndTheConnectionAndLeaveTheClientToTheApplication() throws Exception {
    try (RedisNode node = RedisNode.start();
        RedisClient client = client(node.port(), OPTIONS)) {
      Injector injector = injector(client);
      TokenStore tokens = injector.getInstance(TokenStore.class);
      assertThat(tokens.find(KEY).grant()).isEmpty();

      AutoCloseable closing = injector.getInstance(Key.get(AutoCloseable.class, OAuthRedis.class));
      assertThat(connections(node)).isEqualTo(1);
      closing.close();
      closing.close();

      await().atMost(Duration.ofSeconds(20)).until(() -> connections(node) == 0);
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> tokens.find(KEY));
      assertThat(client.connect().sync().ping()).isEqualTo("PONG");
    }
  }

  @Test
  void injectorShouldBeMadeWithAWarningWhenRedisIsDown() {
    try (RedisClient nowhere = client(1, OPTIONS);
        LogCapture log = LogCapture.start()) {
      TokenStore tokens = injector(nowhere).getInstance(TokenStore.class);
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> tokens.find(KEY));
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> tokens.find(KEY));
      assertThat(log.lines())
          .filteredOn(line -> line.contains("No connection to Redis could be opened"))
          .singleElement()
          .asString()
          .contains("WARN", "it cannot be reached", "the next call tries again");
    }
  }

  @Test
  void clusterModulesShouldTakeTheClusterClient() {
    try (RedisClusterClient client =
        RedisClusterClient.create(RedisClusterServers.shared().uri())) {
      client.setOptions(ClusterClientOptions.builder(OPTIONS).build());
      Injector injector =
          StrictInjector.create(
              RedisStoreModule.cluster(CONFIG),
              RedisTokenStoreModule.cluster(CONFIG),
              new AbstractModule() {
                @Override
                protected void configure() {
                  bind(RedisClusterClient.class).annotatedWith(OAuthRedis.class).toInstance(client);
                }
              });
      assertThat(injector.getInstance(TokenStore.class).find(KEY).grant()).isEmpty();
      assertThat(injector.getInstance(PendingAuthorizationStore.class).take(KEY)).isEmpty();
    }
  }

  @Test
  void clientThatKeepsCommandsShouldBeRefusedByNameOfTheOption() {
    ClientOptions options =
        OPTIONS.mutate().disconnectedBehavior(DisconnectedBehavior.DEFAULT).build();
    isRefused(options, "DisconnectedBehavior.REJECT_COMMANDS");
  }

  @Test
  void clientWithoutTimeoutsShouldBeRefusedByNameOfTheOption() {
    isRefused(
        OPTIONS.mutate().timeoutOptions(TimeoutOptions.create()).build(),
        "TimeoutOptions.enabled()");
  }

  private static void isRefused(ClientOptions options, String option) {
    try (RedisClient client = client(1, options)) {
      assertThatExceptionOfType(CreationException.class)
          .isThrownBy(() -> injector(client))
          .withMessageContaining("@OAuthRedis")
          .withMessageContaining(option);
    }
  }

  @Test
  void missingClientShouldBeNamed() {
    assertThatExceptionOfType(CreationException.class)
        .isThrownBy(() -> StrictInjector.create(new RedisTokenStoreModule()))
        .withMessageContaining("RedisClient annotated with interface OAuthRedis");
  }

  @Test
  void modulesShouldBeHarmlessTwiceAndRefusedWithAnotherConfiguration() {
    try (RedisClient client = client(1, OPTIONS)) {
      StrictInjector.create(
          clientOf(client), new RedisTokenStoreModule(CONFIG), new RedisTokenStoreModule(CONFIG));
      StrictInjector.create(
          clientOf(client),
          new RedisStoreModule(),
          new RedisStoreModule(RedisStoreConfig.defaults()),
          new RedisTokenStoreModule(),
          new RedisPendingAuthorizationStoreModule());
      assertThat(new RedisStoreModule()).isNotEqualTo(RedisStoreModule.cluster(CONFIG));
      assertThatExceptionOfType(CreationException.class)
          .isThrownBy(
              () ->
                  StrictInjector.create(
                      clientOf(client),
                      new RedisTokenStoreModule(CONFIG),
                      new RedisTokenStoreModule()));
    }
  }

  static Stream<Function<RedisStoreConfig, Module>> modules() {
    return Stream.of(
        RedisStoreModule::new,
        RedisStoreModule::cluster,
        RedisTokenStoreModule::new,
        RedisTokenStoreModule::cluster,
        RedisPendingAuthorizationStoreModule::new,
        RedisPendingAuthorizationStoreModule::cluster);
  }

  /** Guice ignores a module that equals another one, and then its configuration is lost. */
  @ParameterizedTest
  @MethodSource("modules")
  void modulesShouldBeEqualIfTheirConfigurationsAre(Function<RedisStoreConfig, Module> of) {
    RedisStoreConfig same =
        RedisStoreConfig.defaults().withPrefix("modules:").withTimeout(Duration.ofSeconds(10));
    Module module = of.apply(CONFIG);
    assertThat(module)
        .isEqualTo(of.apply(same))
        .hasSameHashCodeAs(of.apply(same))
        .isNotEqualTo(of.apply(CONFIG.withIdleLimit(Duration.ofDays(1))))
        .isNotEqualTo(CONFIG);
    assertThat(modules().map(other -> other.apply(CONFIG)).filter(module::equals)).hasSize(1);
  }

  @Test
  void modulesWithoutAConfigurationShouldHaveTheDefaultsOfOneServer() {
    RedisStoreConfig defaults = RedisStoreConfig.defaults();
    assertThat(new RedisStoreModule()).isEqualTo(new RedisStoreModule(defaults));
    assertThat(new RedisTokenStoreModule()).isEqualTo(new RedisTokenStoreModule(defaults));
    assertThat(new RedisPendingAuthorizationStoreModule())
        .isEqualTo(new RedisPendingAuthorizationStoreModule(defaults));
  }

  /** Each module is tested separately: together, one could have what the other one lacks. */
  @Test
  void eachModuleShouldProvideItsPortsAndTheClosingOfItsConnection() {
    assertThat(provided(new RedisTokenStoreModule(CONFIG)))
        .containsExactlyInAnyOrder(
            Key.get(TokenStore.class),
            Key.get(TokenStoreMaintenance.class),
            Key.get(AutoCloseable.class, OAuthRedis.class));
    assertThat(provided(new RedisPendingAuthorizationStoreModule(CONFIG)))
        .containsExactlyInAnyOrder(
            Key.get(PendingAuthorizationStore.class),
            Key.get(AutoCloseable.class, OAuthRedis.class));
  }

  private static List<Key<?>> provided(Module module) {
    try (RedisClient client = client(1, OPTIONS)) {
      Injector injector = StrictInjector.create(module, clientOf(client));
      return Stream.<Key<?>>of(
              Key.get(TokenStore.class),
              Key.get(TokenStoreMaintenance.class),
              Key.get(PendingAuthorizationStore.class),
              Key.get(AutoCloseable.class, OAuthRedis.class))
          .filter(key -> injector.getExistingBinding(key) != null)
          .peek(key -> assertThat(injector.getInstance(key)).isSameAs(injector.getInstance(key)))
          .toList();
    }
  }
}
