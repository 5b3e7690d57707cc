// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.RevisedRegistration;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.guice.StrictInjector;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A registration of the application's database that names another server each time. */
@Timeout(120)
class ChangingServersTest {

  private static final int CHANGES = 1_000;

  private static final String DOMAIN = ".changing.example";

  private final VirtualClock clock = VirtualClock.create();

  /** Keys in the tables of servers, of all registrations except the last. */
  private final List<WeakReference<Object>> keys = new ArrayList<>();

  private int change;

  /** The two ways in which a registration can name its server. */
  enum Server {
    CONFIGURED,
    DISCOVERED;

    ClientRegistration.Builder at(String url, ClientRegistration.Builder registration) {
      return this == DISCOVERED
          ? registration.discover(url)
          : registration.tokenEndpoint(url + "/token").revocationEndpoint(url + "/revoke");
    }
  }

  private Optional<RevisedRegistration> next(Server server) {
    ClientRegistration registration =
        server
            .at(
                "https://t" + change + DOMAIN,
                ClientRegistration.builder("tenant")
                    .clientCredentials()
                    .clientSecretBasic("app", () -> "secret"))
            .build();
    registration.endpoints().token().ifPresent(this::watch);
    registration.endpoints().revocation().ifPresent(this::watch);
    registration.endpoints().issuer().ifPresent(this::watch);
    return Optional.of(RevisedRegistration.of(registration, Integer.toString(change)));
  }

  private void watch(Object key) {
    keys.add(new WeakReference<>(key));
  }

  /** Answers for all servers: metadata for the requested name, and every grant. */
  private static TransportResult answer(TransportRequest request, boolean down) {
    if (request.method() == TransportRequest.Method.GET) {
      String issuer = "https://" + request.uri().getHost();
      return json(
          "{\"issuer\":\"%s\",\"token_endpoint\":\"%s/token\",".formatted(issuer, issuer)
              + "\"revocation_endpoint\":\"%s/revoke\"}".formatted(issuer));
    }
    return down
        ? new TransportResult.NotSent(TransportResult.Failure.CONNECT, "refused")
        : json("{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
  }

  private static TransportResult json(String body) {
    return new TransportResult.Response(
        200,
        Map.of("content-type", List.of("application/json")),
        body.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest(name = "{0}, down: {1}")
  @CsvSource({"CONFIGURED, false", "CONFIGURED, true", "DISCOVERED, false", "DISCOVERED, true"})
  void serversThatNoRegistrationNamesAnyMoreShouldLeaveNothingInMemoryAndNoThread(
      Server server, boolean down) {
    OAuthClients clients =
        StrictInjector.create(
                new OAuthClientModule(),
                new InMemoryModule(),
                binder ->
                    binder.bind(OAuthTransport.class).toInstance(request -> answer(request, down)),
                binder ->
                    OAuthClientBinder.of(binder)
                        .clock(clock)
                        .bindClientRegistrations()
                        .toInstance(id -> next(server)))
            .getInstance(OAuthClients.class);
    try (clients) {
      for (int i = 0; i < CHANGES; i++) {
        assertThat(used(clients)).isEqualTo(!down);
        change++;
        clock.advance(Duration.ofSeconds(31));
      }

      List<WeakReference<Object>> before = List.copyOf(keys);
      assertThat(before).hasSizeGreaterThanOrEqualTo(CHANGES);
      assertThat(used(clients)).isEqualTo(!down);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                System.gc();
                clock.advance(Duration.ofSeconds(31));
                change++;
                assertThat(used(clients)).isEqualTo(!down);
                assertThat(threads()).isEmpty();
                assertThat(before).allSatisfy(gone -> assertThat(gone.get()).isNull());
              });
    }
  }

  /** Obtains and revokes a token, unless the server is down. */
  private static boolean used(OAuthClients clients) {
    OAuthSession session = clients.get("tenant").session();
    try {
      return session.obtainToken() != null && session.revoke();
    } catch (ServiceUnavailableException e) {
      return false;
    }
  }

  /** Threads for servers that earlier registrations named. */
  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.contains(DOMAIN))
        .filter(name -> Integer.parseInt(name.replaceAll(".*-t([0-9]+)[.].*", "$1")) < CHANGES)
        .toList();
  }
}
