// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexauth.core.OAuthClientBinder;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.Form;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.TokenExpiredException;
import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.examples.authorizationserver.Browser;
import io.hexauth.examples.authorizationserver.DemoAuthorizationServer;
import io.hexauth.examples.authorizationserver.DemoClient;
import io.hexauth.examples.authorizationserver.DemoUser;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.testkit.clock.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Statements of the five documents that the quickstart does not show; docs/seeds.md lists them. */
class SeedsTest {

  private static final Principal ALICE = Principal.of("alice");

  private static DemoAuthorizationServer server;
  private static Registrations registrations;

  private final VirtualClock clock = VirtualClock.at(Instant.now());

  @BeforeAll
  static void start() {
    server = DemoAuthorizationServer.start();
    registrations = new Registrations(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void tokenShouldComeBackFromTheApplicationsOwnDatabase() {
    var database = new Database();
    try (OAuthClients clients = clients(registrations.acg().build())) {
      database.save(consent(clients.get("acg")));
    }
    try (OAuthClients clients = clients(registrations.acg().build())) {
      OAuthSession alice = clients.get("acg").session(ALICE);
      assertThat(alice.importToken(database.load(), ImportMode.IF_ABSENT))
          .isEqualTo(database.load());
      assertThat(DemoApi.of(server, alice).me()).contains("alice");
      assertThat(alice.refresh().accessToken()).isNotEqualTo(database.load().accessToken());
    }
  }

  @Test
  void previousTokenShouldDecideWhetherTheUserIsSentAway() {
    try (OAuthClients clients = clients(registrations.acg().build())) {
      var client = clients.get("acg");
      OAuthSession alice = client.session(ALICE);
      assertThat(alice.current()).isEmpty();
      assertThat(alice.isTokenExpired()).isTrue();
      assertThatThrownBy(alice::token).isInstanceOf(ReauthorizationRequiredException.class);
      OAuthToken token = consent(client);
      assertThat(alice.current()).hasValue(token);
      assertThat(DemoApi.of(server, alice).me()).contains("alice");
    }
  }

  @Test
  void tokenShouldBeSetOverWhateverIsStored() {
    OAuthToken other = OAuthToken.builder("set-by-the-application").build();
    try (OAuthClients clients = clients(registrations.ccg().build())) {
      OAuthSession self = clients.get("ccg").session();
      OAuthToken fetched = self.token();
      assertThat(self.importToken(other, ImportMode.IF_ABSENT)).isEqualTo(fetched);
      OAuthToken replaced = self.importToken(other, ImportMode.REPLACE);
      assertThat(replaced.accessToken()).isEqualTo(other.accessToken());
      assertThat(replaced.scopes()).isEqualTo(fetched.scopes());
      assertThat(self.token().accessToken()).isEqualTo(other.accessToken());
    }
  }

  @Test
  void callbackOfTheDocumentShouldBeRefusedForItHasNoState() {
    int before = server.tokenRequests(DemoClient.HTTP_ACG.clientId());
    try (OAuthClients clients = clients(registrations.acg().build())) {
      for (String answer : List.of("code=XXXXXXXXXXXXXXXXXXXXXXXXX", "error=access_denied")) {
        var callback = AuthorizationCallback.parse("https://example.com/oauth/callback?" + answer);
        assertThatThrownBy(
                () -> clients.get("acg").finishAuthorization(callback, UserAgentBinding.random()))
            .isInstanceOfSatisfying(
                InvalidCallbackException.class,
                e ->
                    assertThat(e.reason())
                        .isEqualTo(InvalidCallbackException.Reason.STATE_MISSING));
      }
    }
    assertThat(server.tokenRequests(DemoClient.HTTP_ACG.clientId())).isEqualTo(before);
  }

  @Test
  void startAuthorizationShouldCarryTheTwoScopesOfTheExample() {
    var scopes = List.of(SpotifyScope.APP_REMOTE_CONTROL, SpotifyScope.PLAYLIST_READ_PRIVATE);
    ClientRegistration registration = registrations.acg().scopes(scopes).build();
    try (OAuthClients clients = clients(registration)) {
      var url = clients.get("acg").startAuthorization(ALICE, UserAgentBinding.random()).uri();
      assertThat(Form.decode(url.getRawQuery()).first("scope"))
          .hasValue("app-remote-control playlist-read-private");
    }
  }

  @Test
  void manualModeShouldFailBeforeAnythingIsSentForThePasswordGrantToo() {
    try (OAuthClients clients =
        clients(app -> password(app, registrations.ropcg().manualRefresh().build()))) {
      OAuthSession alice = clients.get("ropcg").session(ALICE);
      OAuthToken first = alice.obtainToken();
      DemoApi api = DemoApi.of(server, alice);
      clock.advance(Duration.ofMinutes(6));
      int calls = server.apiRequests();
      assertThat(alice.isTokenExpired()).isTrue();
      assertThatThrownBy(api::me).isInstanceOf(TokenExpiredException.class);
      assertThat(server.apiRequests()).isEqualTo(calls);
      assertThat(alice.refresh()).isNotEqualTo(first);
      assertThat(api.me()).contains("alice");
    }
  }

  @Test
  void clockSkewShouldEndATokenThatManySecondsEarlier() {
    ClientRegistration registration = registrations.ccg().clockSkew(Duration.ofSeconds(30)).build();
    try (OAuthClients clients = clients(registration)) {
      OAuthSession self = clients.get("ccg").session();
      Instant end = self.token().expiresAt().orElseThrow();
      clock.advance(Duration.between(clock.instant(), end.minusSeconds(31)));
      assertThat(self.isTokenExpired()).isFalse();
      clock.advance(Duration.ofSeconds(1));
      assertThat(self.isTokenExpired()).isTrue();
    }
  }

  @Test
  void userNameAndPasswordShouldBeAskedForAtEachFetch() {
    List<String> asked = new ArrayList<>();
    try (OAuthClients clients =
        clients(
            app ->
                app.registration(registrations.ropcg().build())
                    .bindResourceOwnerCredentials("ropcg")
                    .toInstance(
                        principal -> {
                          asked.add(principal.name());
                          return owner(principal);
                        }))) {
      var client = clients.get("ropcg");
      client.session("alice").obtainToken();
      client.session("alice").obtainToken();
      client.session("alice").refresh();
      assertThatThrownBy(client.session("nobody")::obtainToken)
          .isInstanceOf(TokenProviderException.class);
      assertThat(asked).containsExactly("alice", "alice", "nobody");
      assertThat(client.registration().toString()).doesNotContain(DemoUser.ALICE.password());
    }
  }

  @Test
  void tokenProviderShouldPreferItsOwnDatabaseToARequest() {
    var database = new Database();
    Consumer<OAuthClientBinder> application =
        app ->
            app.registration(registrations.ccg().build())
                .bindTokenProvider("ccg")
                .toInstance(
                    (context, last, requester) -> {
                      if (database.isEmpty()) {
                        database.save(requester.obtainToken());
                      }
                      return database.load();
                    });
    int before = server.tokenRequests(DemoClient.HTTP_CCG.clientId());
    for (int process = 0; process < 2; process++) {
      try (OAuthClients clients = clients(application)) {
        assertThat(DemoApi.of(server, clients.get("ccg").session()).read()).isNotEmpty();
      }
    }
    assertThat(server.tokenRequests(DemoClient.HTTP_CCG.clientId())).isEqualTo(before + 1);
  }

  @Test
  void refusalOfTheServerShouldBeAnExceptionOfItsOwn() {
    ClientRegistration registration =
        registrations
            .ccg()
            .clientSecretBasic(DemoClient.HTTP_CCG.clientId(), () -> "wrong")
            .build();
    try (OAuthClients clients = clients(registration)) {
      assertThatThrownBy(clients.get("ccg").session()::obtainToken)
          .isInstanceOfSatisfying(
              TokenRequestRejectedException.class,
              e -> assertThat(e.error().code().value()).isEqualTo("invalid_client"));
    }
  }

  @Test
  void serverThatIsDownShouldBeAnotherException() {
    ClientRegistration registration =
        registrations.ccg().tokenEndpoint("http://127.0.0.1:1/token").build();
    try (OAuthClients clients = clients(registration)) {
      assertThatThrownBy(clients.get("ccg").session()::obtainToken)
          .isInstanceOfSatisfying(
              ServiceUnavailableException.class, e -> assertThat(e.isRetryable()).isTrue());
    }
  }

  private OAuthClients clients(ClientRegistration registration) {
    return clients(app -> app.registration(registration));
  }

  private OAuthClients clients(Consumer<OAuthClientBinder> contribution) {
    return Wiring.clients(app -> contribution.accept(app.clock(clock)));
  }

  private static void password(OAuthClientBinder app, ClientRegistration registration) {
    app.registration(registration)
        .bindResourceOwnerCredentials("ropcg")
        .toInstance(SeedsTest::owner);
  }

  private static Optional<ResourceOwner> owner(Principal principal) {
    return principal.equals(ALICE)
        ? Optional.of(new ResourceOwner("alice", DemoUser.ALICE.password()))
        : Optional.empty();
  }

  private static OAuthToken consent(OAuthClient client) {
    var userAgent = UserAgentBinding.random();
    var callback =
        new Browser(server)
            .signIn("alice")
            .approve(client.startAuthorization(ALICE, userAgent).uri());
    return client.finishAuthorization(AuthorizationCallback.parse(callback), userAgent).token();
  }
}
