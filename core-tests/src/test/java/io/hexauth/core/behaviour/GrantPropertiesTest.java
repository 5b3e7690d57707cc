// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.core.behaviour.ScopedServer.Family;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.RegisteredGrant;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.guice.StrictInjector;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Properties of every registration, consent, view and refresh: a token has exactly the access of
 * its view, and belongs to its user.
 */
class GrantPropertiesTest {

  private static final int REGISTRATIONS = 40;
  private static final int STEPS = 20;
  private static final List<String> USERS = List.of("alice", "bob", "carol");
  private static final List<String> RESOURCES = List.of("https://a.example/", "https://b.example/");

  private final VirtualClock clock = VirtualClock.create();

  /** Last consent of each user. */
  private final Map<String, Scopes> consents = new HashMap<>();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 20_261_121, 8_707})
  void tokenShouldCoverItsRequestAndBelongToItsPrincipal(long seed) {
    var random = new Random(seed);
    var server = new ScopedServer(seed);
    var registrations = new ArrayList<ClientRegistration>();
    for (int i = 0; i < REGISTRATIONS; i++) {
      registrations.add(registration("r" + i, random));
    }
    int tokens = 0;
    try (OAuthClients clients = clients(registrations, server)) {
      for (ClientRegistration registration : registrations) {
        consents.clear();
        for (int step = 0; step < STEPS; step++) {
          String where = "seed %d, %s, step %d".formatted(seed, registration.id(), step);
          tokens += step(where, clients.get(registration.id()), server, random) ? 1 : 0;
          // After this time, refused access may be requested again.
          clock.advance(random.nextInt(4) == 0 ? Duration.ofHours(2) : Duration.ofSeconds(11));
        }
      }
    }
    assertThat(server.violations()).as("seed %d", seed).isEmpty();
    assertThat(tokens).as("tokens that were returned").isGreaterThan(REGISTRATIONS * STEPS / 3);
  }

  /** One random action of an application. */
  private boolean step(String where, OAuthClient client, ScopedServer server, Random random) {
    boolean code = client.registration().grant() instanceof RegisteredGrant.AuthorizationCode;
    boolean own = client.registration().grant() instanceof RegisteredGrant.ClientCredentials;
    String user = own ? "client" : USERS.get(random.nextInt(USERS.size()));
    if (code && (!consents.containsKey(user) || random.nextInt(6) == 0)) {
      consent(client, server, user, random);
      return false;
    }
    OAuthSession session = own ? client.session() : client.session(user);
    AccessRequest usual = client.registration().access();
    AccessRequest asked = random.nextInt(3) == 0 ? usual : access(random, usual.resources(), code);
    OAuthSession view = asked.equals(usual) ? session : session.withAccess(asked);
    server.hasReduced();
    int before = server.requests();
    OAuthToken token;
    try {
      token = random.nextInt(4) == 0 ? view.refresh() : view.token();
    } catch (ReauthorizationRequiredException e) {
      assertThat(e.reason()).as(where).isEqualTo(Reason.NOT_GRANTED);
      assertThat(asked.scopes().covers(e.missingScopes())).as(where).isTrue();
      assertThat(code && server.requests() > before && !server.hasReduced())
          .as(where + ": sent in vain")
          .isFalse();
      return false;
    }
    Family is = Optional.ofNullable(server.what(token.accessToken().value())).orElseThrow();
    assertThat(is.subject()).as(where).isEqualTo(user);
    assertThat(is.scopes()).as(where).isEqualTo(token.scopes().values());
    if (!asked.equals(usual)) {
      assertThat(token.scopes().covers(asked.scopes())).as(where).isTrue();
    } else if (code && isForMore(consents.get(user), usual)) {
      assertThat(usual.scopes().covers(token.scopes())).as(where + ": wider").isTrue();
    }
    return true;
  }

  private static boolean isForMore(Scopes consented, AccessRequest usual) {
    return !usual.scopes().isEmpty() && !usual.scopes().covers(consented);
  }

  private void consent(OAuthClient client, ScopedServer server, String user, Random random) {
    var browser = UserAgentBinding.random();
    Scopes scopes = random.nextBoolean() ? client.registration().scopes() : scopes(random);
    var redirect =
        client.startAuthorization(
            Principal.of(user), browser, o -> o.scopes(scopes.values().toArray(String[]::new)));
    String code = server.consent(redirect.uri().getRawQuery(), user);
    OAuthSession session =
        client.finishAuthorization(
            AuthorizationCallback.parse(
                "https://app.example/callback?code=" + code + "&state=" + redirect.state().value()),
            browser);
    // If the user granted less than the registration requests, the registration's own view has no
    // token.
    session
        .current()
        .ifPresent(
            token ->
                assertThat(server.what(token.accessToken().value()).subject())
                    .as("a code of another user")
                    .isEqualTo(user));
    consents.put(user, scopes);
  }

  private static ClientRegistration registration(String id, Random random) {
    ClientRegistration.Builder builder =
        ClientRegistration.builder(id)
            .clientSecretPost("app", () -> "secret")
            .tokenEndpoint("https://as.example/token")
            .authorizationEndpoint("https://as.example/authorize")
            .redirectUri("https://app.example/callback")
            .scopes(scopes(random).values().toArray(String[]::new))
            .resources(resources(random, RESOURCES).toArray(String[]::new));
    return switch (random.nextInt(4)) {
      case 0 -> builder.clientCredentials().build();
      case 1 ->
          builder
              .extensionGrant("urn:example:exchange", c -> Map.of("subject", c.principal().name()))
              .build();
      default -> builder.authorizationCode().build();
    };
  }

  private static AccessRequest access(Random random, Set<URI> known, boolean code) {
    List<String> possible = code ? known.stream().map(URI::toString).sorted().toList() : RESOURCES;
    Set<URI> resources =
        resources(random, possible).stream().map(URI::create).collect(Collectors.toSet());
    return AccessRequest.of(scopes(random)).withResources(resources);
  }

  private static Set<String> resources(Random random, List<String> from) {
    var some = new LinkedHashSet<String>();
    from.stream().filter(r -> random.nextInt(3) == 0).forEach(some::add);
    return some;
  }

  private static Scopes scopes(Random random) {
    var some = new LinkedHashSet<String>();
    List.of("read", "write", "admin").stream()
        .filter(scope -> random.nextInt(5) < 3)
        .forEach(some::add);
    return new Scopes(some);
  }

  private OAuthClients clients(List<ClientRegistration> registrations, ScopedServer server) {
    return StrictInjector.create(
            new OAuthClientModule(),
            new InMemoryModule(),
            binder -> binder.bind(OAuthTransport.class).toInstance(server),
            binder -> {
              OAuthClientBinder app = OAuthClientBinder.of(binder).clock(clock);
              registrations.forEach(app::registration);
            })
        .getInstance(OAuthClients.class);
  }
}
