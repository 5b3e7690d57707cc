// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.RevisedRegistration;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.Reach;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.guice.StrictInjector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A tenant of the application's database names addresses of the application's own network. */
class ServedAddressesTest {

  private final World world = new World();
  private Optional<ClientRegistration> served = Optional.empty();

  @AfterEach
  void close() {
    world.close();
  }

  /** The ways in which a registration names its server. */
  enum Server {
    CONFIGURED,
    DISCOVERED
  }

  private static ClientRegistration.Builder service(String id) {
    return ClientRegistration.builder(id)
        .clientCredentials()
        .clientSecretBasic(World.CLIENT, () -> World.SECRET);
  }

  private static ClientRegistration at(String url, Server server) {
    return server == Server.DISCOVERED
        ? service("tenant").discover(url).build()
        : service("tenant")
            .tokenEndpoint(url + "/token")
            .revocationEndpoint(url + "/revoke")
            .build();
  }

  /**
   * Answers for a network in which each address has a server that publishes metadata, grants and
   * revokes.
   */
  private static TransportResult answer(TransportRequest request) {
    URI uri = request.uri();
    String server = uri.getScheme() + "://" + uri.getAuthority();
    String body =
        request.method() == TransportRequest.Method.GET
            ? "{\"issuer\":\"%1$s\",\"token_endpoint\":\"%1$s/token\",\"revocation_endpoint\":\"%1$s/revoke\"}"
                .formatted(server)
            : "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":3600}";
    return new TransportResult.Response(
        200,
        Map.of("content-type", List.of("application/json")),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<RevisedRegistration> find(ClientRegistrationId id) {
    return served
        .filter(registration -> registration.id().equals(id))
        .map(registration -> RevisedRegistration.of(registration, registration.toString()));
  }

  private List<TransportRequest> requests(
      ClientRegistration registration, Consumer<OAuthClientBinder> how) {
    var requests = new CopyOnWriteArrayList<TransportRequest>();
    OAuthTransport transport =
        request -> {
          requests.add(request);
          return answer(request);
        };
    OAuthClients clients =
        StrictInjector.create(
                new OAuthClientModule(),
                new InMemoryModule(),
                binder -> binder.bind(OAuthTransport.class).toInstance(transport),
                binder -> how.accept(OAuthClientBinder.of(binder).clock(VirtualClock.create())))
            .getInstance(OAuthClients.class);
    try (clients) {
      OAuthSession session = clients.get(registration.id()).session();
      assertThat(session.token()).isNotNull();
      assertThat(session.revoke()).isTrue();
    }
    return requests;
  }

  @ParameterizedTest(name = "{1} at {0}")
  @CsvSource({
    "https://127.0.0.1, CONFIGURED",
    "https://127.0.0.1, DISCOVERED",
    "https://169.254.169.254, CONFIGURED",
    "https://169.254.169.254, DISCOVERED",
    "https://10.0.0.1, CONFIGURED",
    "https://10.0.0.1, DISCOVERED",
    "https://[::1], CONFIGURED",
    "https://[::1], DISCOVERED",
    "https://localhost, CONFIGURED",
    "https://localhost, DISCOVERED",
    "https://leads-to-loopback.example, CONFIGURED",
    "https://leads-to-loopback.example, DISCOVERED"
  })
  void everyRequestOfAServedRegistrationShouldBeForPublicAddressesOnly(String url, Server server) {
    ClientRegistration registration = at(url, server);
    served = Optional.of(registration);

    List<TransportRequest> sent =
        requests(registration, binder -> binder.bindClientRegistrations().toInstance(this::find));

    assertThat(sent)
        .hasSizeGreaterThanOrEqualTo(server == Server.DISCOVERED ? 3 : 2)
        .allSatisfy(request -> assertThat(request.reach()).isEqualTo(Reach.PUBLIC));
    assertThat(requests(registration, binder -> binder.registration(registration)))
        .as("of a registration that the application binds")
        .hasSameSizeAs(sent)
        .allSatisfy(request -> assertThat(request.reach()).isEqualTo(Reach.ANYWHERE));
  }

  @ParameterizedTest
  @EnumSource
  void originThatTheApplicationAllowsShouldBeReachedAnywhereAndNoOther(Server server) {
    String allowed = "https://login.internal";
    ClientRegistration registration =
        at(allowed, server).toBuilder()
            .allowPrivateEndpoints(allowed)
            .revocationEndpoint("https://10.0.0.1/revoke")
            .build();
    served = Optional.of(registration);

    List<TransportRequest> sent =
        requests(registration, binder -> binder.bindClientRegistrations().toInstance(this::find));

    assertThat(sent)
        .allSatisfy(
            request ->
                assertThat(request.reach())
                    .as("%s", request.uri())
                    .isEqualTo(
                        request.uri().getHost().equals("10.0.0.1")
                            ? Reach.PUBLIC
                            : Reach.ANYWHERE));
    assertThat(sent).extracting(request -> request.uri().getHost()).contains("10.0.0.1");
  }

  private ClientRegistration.Builder here(Server server, String host) {
    ClientRegistration.Builder builder = service("tenant").allowPlainHttpOnLoopback();
    return server == Server.DISCOVERED
        ? builder.discover(world.server().issuer().toString().replace("127.0.0.1", host))
        : builder.tokenEndpoint(
            world.server().tokenEndpoint().toString().replace("127.0.0.1", host));
  }

  private Node node(ClientRegistration bound) {
    return world.node(bound, app -> app.bindClientRegistrations().toInstance(this::find));
  }

  private static void assertNotSent(OAuthClient client) {
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> client.session().token())
        .withMessageContaining("has no public address")
        .withMessageContaining("allowPrivateEndpoints");
  }

  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource({
    "CONFIGURED, 127.0.0.1",
    "CONFIGURED, localhost",
    "DISCOVERED, 127.0.0.1",
    "DISCOVERED, localhost"
  })
  void serverOnThisMachineShouldGetNoRequestOfATenantThatNamesIt(Server server, String host) {
    served = Optional.of(here(server, host).build());
    Node node = node(world.clientCredentials().build());

    assertNotSent(node.clients().get("tenant"));

    assertThat(world.server().requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void serverOnThisMachineShouldBeReachedWhereTheApplicationAllowsIt(Server server) {
    served =
        Optional.of(
            here(server, "127.0.0.1")
                .allowPrivateEndpoints(world.server().issuer().toString())
                .build());
    Node node = node(world.clientCredentials().build());

    assertThat(node.clients().get("tenant").session().token()).isNotNull();
  }

  /**
   * A tenant cannot cause a pause for a server that it may not reach, and learns nothing about it.
   */
  @ParameterizedTest
  @EnumSource
  void tenantThatNamesTheServerOfABoundRegistrationShouldChangeNothingForIt(Server server) {
    served = Optional.of(here(server, "127.0.0.1").build());
    Node node = node(here(server, "127.0.0.1").id("acme").build());
    OAuthClient tenant = node.clients().get("tenant");
    for (int i = 0; i < 2 * OAuthClientConfig.defaults().circuitThreshold(); i++) {
      world.clock().advance(Duration.ofMinutes(2));
      assertNotSent(tenant);
    }

    assertThat(node.client().session().token()).isNotNull();
    int before = world.server().requests().size();
    world.clock().advance(Duration.ofMinutes(3));
    assertNotSent(tenant);
    assertThat(world.server().requests()).hasSize(before);
  }
}
