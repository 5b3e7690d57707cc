// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.storm;

import com.google.inject.Guice;
import com.google.inject.Stage;
import io.hexauth.benchmarks.stores.SealingKey;
import io.hexauth.benchmarks.stores.StoreOfNode;
import io.hexauth.core.InMemoryPendingAuthorizationStoreModule;
import io.hexauth.core.InMemoryTokenStoreModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.crypto.tink.TinkTokenCipherModule;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.servers.PostgresServer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures the CPU time of one refresh on the threads of Hexauth, by the number of refreshes that
 * the JVM has made before. Run it in a new JVM.
 */
public final class ColdRefresh {

  private static final List<Integer> STEPS = List.of(1, 15, 40, 100, 200, 1000, 2000, 4000);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private ColdRefresh() {}

  /**
   * Prints one line for each step of {@link #STEPS}.
   *
   * @param arguments the store: {@code postgres}, {@code redis}, or {@code memory}. With {@code
   *     memory}, token requests are answered in memory, too
   */
  public static void main(String[] arguments) {
    List<Double> millis = measured(arguments[0], STEPS);
    for (int i = 0; i < STEPS.size(); i++) {
      System.out.printf(
          Locale.ROOT, "up to refresh %d: %.2f ms of CPU each%n", STEPS.get(i), millis.get(i));
    }
    System.exit(0); // ends the JVM, even if the store still has threads
  }

  /** {@return for each step, the mean CPU time in ms of the refreshes since the step before} */
  static List<Double> measured(String store, List<Integer> steps) {
    try (var server = new StormServer(Duration.ofHours(1));
        HexauthNode node = node(store, server)) {
      server.answerAtOnce(true);
      var session = node.session("alice");
      session.importToken(
          OAuthToken.builder("first")
              .refreshToken(server.newGrant().refreshToken())
              .expiresAt(Instant.now().plusSeconds(3600))
              .build(),
          ImportMode.REPLACE);
      List<Double> millis = new ArrayList<>();
      int made = 0;
      for (int step : steps) {
        long before = cpu();
        for (int i = made; i < step; i++) {
          session.refresh();
        }
        millis.add((cpu() - before) / 1e6 / (step - made));
        made = step;
      }
      return millis;
    }
  }

  private static HexauthNode node(String store, StormServer server) {
    return switch (store) {
      case "postgres" ->
          HexauthNode.of(StoreOfNode.postgres(PostgresServer.newDatabase()), server.endpoint(0));
      case "redis" -> HexauthNode.of(StoreOfNode.redis(), server.endpoint(0));
      case "memory" -> inMemory(server);
      default -> throw new IllegalArgumentException("No such store: " + store);
    };
  }

  private static HexauthNode inMemory(StormServer server) {
    var issued = new AtomicInteger();
    OAuthTransport transport = request -> answer(issued.incrementAndGet());
    OAuthClients clients =
        Guice.createInjector(
                Stage.PRODUCTION,
                new OAuthClientModule(),
                new InMemoryTokenStoreModule(),
                new InMemoryPendingAuthorizationStoreModule(),
                TinkTokenCipherModule.keyset(SealingKey::shared),
                binder -> {
                  binder.bind(OAuthTransport.class).toInstance(transport);
                  OAuthClientBinder.of(binder)
                      .registration(HexauthNode.registration(server.endpoint(0)));
                })
            .getInstance(OAuthClients.class);
    return new HexauthNode(clients, new StoreOfNode(binder -> {}, () -> {}));
  }

  private static TransportResult answer(int number) {
    String json =
        """
        {"access_token":"access-%08d","token_type":"Bearer","expires_in":3600,"refresh_token":"refresh-%08d"}"""
            .formatted(number, number);
    return new TransportResult.Response(
        200,
        Map.of("content-type", List.of("application/json")),
        json.getBytes(StandardCharsets.US_ASCII));
  }

  private static long cpu() {
    return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
        .filter(Objects::nonNull)
        .filter(thread -> thread.getThreadName().startsWith("hexauth-"))
        .mapToLong(ThreadInfo::getThreadId)
        .map(THREADS::getThreadCpuTime)
        .sum();
  }
}
