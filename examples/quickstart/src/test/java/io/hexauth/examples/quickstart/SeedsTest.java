// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexauth.core.OAuthClientBinder;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.TokenExpiredException;
import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.grant.Form;
import io.hexauth.domain.grant.ResourceOwner;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.examples.authorizationserver.Browser;
import io.hexauth.examples.authorizationserver.DemoAuthorizationServer;
import io.hexauth.examples.authorizationserver.DemoClient;
import io.hexauth.examples.authorizationserver.DemoUser;
import io.hexauth.examples.quickstart.HttpCcg.OAuthScope;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.testkit.clock.VirtualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the five documents say and the quickstart does not show; docs/seeds.md tells which. */
class SeedsTest {

  private static final Principal ALICE = Principal.of("alice");

  private static DemoAuthorizationServer server;

  private final VirtualClock clock = VirtualClock.at(Instant.now());

  @BeforeAll
  static void start() {
    server = DemoAuthorizationServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void tokenShouldComeBackFromTheApplicationsOwnDatabase() {
    Map<String, String> row = new HashMap<>();
    try (OAuthClients clients = clients(app -> app.registration(acg().build()))) {
      save(row, consent(clients.get("acg")).orElseThrow());
    }
    try (OAuthClients clients = clients(app -> app.registration(acg().build()))) {
      OAuthSession alice = clients.get("acg").session(ALICE);
      assertThat(alice.adopt(load(row))).isEqualTo(load(row));
      assertThat(DemoApi.of(server, alice).me()).contains("alice");
      assertThat(alice.refreshToken().accessToken()).isNotEqualTo(load(row).accessToken());
    }
  }

  @Test
  void previousTokenShouldDecideWhetherTheUserIsSentAway() {
    try (OAuthClients clients = clients(app -> app.registration(acg().build()))) {
      var client = clients.get("acg");
      OAuthSession alice = client.session(ALICE);
      assertThat(alice.current()).isEmpty();
      assertThat(alice.isTokenExpired()).isTrue();
      assertThatThrownBy(alice::token).isInstanceOf(ReauthorizationRequiredException.class);
      assertThat(consent(client)).isEqualTo(alice.current()).isNotEmpty();
      assertThat(DemoApi.of(server, alice).me()).contains("alice");
    }
  }

  @Test
  void tokenShouldBeSetOverWhateverIsStored() {
    OAuthToken other = OAuthToken.builder("set-by-the-application").build();
    try (OAuthClients clients = clients(app -> app.registration(ccg().build()))) {
      OAuthSession self = clients.get("ccg").session();
      OAuthToken fetched = self.token();
      assertThat(self.adopt(other)).isEqualTo(fetched);
      assertThat(self.replace(other)).isEqualTo(other);
      assertThat(self.token().accessToken()).isEqualTo(other.accessToken());
    }
  }

  @Test
  void callbackOfTheDocumentShouldBeRefusedForItHasNoState() {
    int before = server.tokenRequests(DemoClient.HTTP_ACG.clientId());
    try (OAuthClients clients = clients(app -> app.registration(acg().build()))) {
      for (String answer : List.of("code=XXXXXXXXXXXXXXXXXXXXXXXXX", "error=access_denied")) {
        var callback = AuthorizationCallback.parse("https://example.com/oauth/callback?" + answer);
        assertThatThrownBy(() -> clients.get("acg").fetchToken(callback, UserAgentBinding.random()))
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
  void authorizationUrlShouldCarryTheTwoScopesOfTheExample() {
    var scopes = List.of(SpotifyScope.APP_REMOTE_CONTROL, SpotifyScope.PLAYLIST_READ_PRIVATE);
    ClientRegistration registration = acg().scopes(scopes).build();
    try (OAuthClients clients = clients(app -> app.registration(registration))) {
      var url = clients.get("acg").authorizationUrl(ALICE, UserAgentBinding.random()).uri();
      assertThat(Form.decode(url.getRawQuery()).first("scope"))
          .hasValue("app-remote-control playlist-read-private");
    }
  }

  @Test
  void manualModeShouldFailBeforeAnythingIsSentForEveryGrant() {
    try (OAuthClients clients = clients(app -> password(app, ropcg().manualRefresh().build()))) {
      OAuthSession alice = clients.get("ropcg").session(ALICE);
      OAuthToken first = alice.fetchToken();
      DemoApi api = DemoApi.of(server, alice);
      clock.advance(Duration.ofMinutes(6));
      int calls = server.apiRequests();
      assertThat(alice.isTokenExpired()).isTrue();
      assertThatThrownBy(api::me).isInstanceOf(TokenExpiredException.class);
      assertThat(server.apiRequests()).isEqualTo(calls);
      assertThat(alice.refreshToken()).isNotEqualTo(first);
      assertThat(api.me()).contains("alice");
    }
  }

  @Test
  void clockSkewShouldEndATokenThatManySecondsEarlier() {
    ClientRegistration registration = ccg().clockSkew(Duration.ofSeconds(30)).build();
    try (OAuthClients clients = clients(app -> app.registration(registration))) {
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
                app.registration(ropcg().build())
                    .resourceOwnerCredentials(
                        "ropcg",
                        principal -> {
                          asked.add(principal.name());
                          return owner(principal);
                        }))) {
      var client = clients.get("ropcg");
      client.session("alice").fetchToken();
      client.session("alice").fetchToken();
      client.session("alice").refreshToken();
      assertThatThrownBy(client.session("nobody")::fetchToken)
          .isInstanceOf(TokenProviderException.class);
      assertThat(asked).containsExactly("alice", "alice", "nobody");
      assertThat(client.registration().toString()).doesNotContain(DemoUser.ALICE.password());
    }
  }

  @Test
  void tokenProviderShouldPreferItsOwnDatabaseToARequest() {
    Map<String, String> row = new HashMap<>();
    Consumer<OAuthClientBinder> application =
        app ->
            app.registration(ccg().build())
                .tokenProvider(
                    "ccg",
                    (last, requester) -> {
                      if (row.isEmpty()) {
                        save(row, requester.fetchToken());
                      }
                      return load(row);
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
        ccg().clientSecretBasic(DemoClient.HTTP_CCG.clientId(), () -> "wrong").build();
    try (OAuthClients clients = clients(app -> app.registration(registration))) {
      assertThatThrownBy(clients.get("ccg")::fetchToken)
          .isInstanceOfSatisfying(
              TokenRequestRejectedException.class,
              e -> assertThat(e.error().code().value()).isEqualTo("invalid_client"));
    }
  }

  @Test
  void serverThatIsDownShouldBeAnotherException() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    ClientRegistration registration =
        ccg().tokenEndpoint("http://127.0.0.1:" + port + "/token").build();
    try (OAuthClients clients = clients(app -> app.registration(registration))) {
      assertThatThrownBy(clients.get("ccg")::fetchToken)
          .isInstanceOfSatisfying(
              ServiceUnavailableException.class, e -> assertThat(e.isRetryable()).isTrue());
    }
  }

  private OAuthClients clients(Consumer<OAuthClientBinder> contribution) {
    return Wiring.clients(app -> contribution.accept(app.clock(clock)));
  }

  private static ClientRegistration.Builder acg() {
    DemoClient demo = DemoClient.HTTP_ACG;
    return ClientRegistration.builder("acg")
        .authorizationCode()
        .allowPlainHttpOnLoopback()
        .authorizationEndpoint(server.authorizationEndpoint().toString())
        .tokenEndpoint(server.tokenEndpoint().toString())
        .clientSecretBasic(demo.clientId(), demo::clientSecret)
        .redirectUri(demo.redirectUri().orElseThrow().toString());
  }

  private static ClientRegistration.Builder ropcg() {
    DemoClient demo = DemoClient.HTTP_ROPCG;
    return ClientRegistration.builder("ropcg")
        .password()
        .allowPlainHttpOnLoopback()
        .tokenEndpoint(server.tokenEndpoint().toString())
        .clientSecretBasic(demo.clientId(), demo::clientSecret);
  }

  private static ClientRegistration.Builder ccg() {
    DemoClient demo = DemoClient.HTTP_CCG;
    return ClientRegistration.builder("ccg")
        .clientCredentials()
        .allowPlainHttpOnLoopback()
        .tokenEndpoint(server.tokenEndpoint().toString())
        .clientSecretBasic(demo.clientId(), demo::clientSecret)
        .scopes(List.of(OAuthScope.values()));
  }

  private static void password(OAuthClientBinder app, ClientRegistration registration) {
    app.registration(registration).resourceOwnerCredentials("ropcg", SeedsTest::owner);
  }

  private static Optional<ResourceOwner> owner(Principal principal) {
    return principal.equals(ALICE)
        ? Optional.of(new ResourceOwner("alice", DemoUser.ALICE.password()))
        : Optional.empty();
  }

  private static Optional<OAuthToken> consent(io.hexauth.ports.api.OAuthClient client) {
    var userAgent = UserAgentBinding.random();
    var callback =
        new Browser(server)
            .signIn("alice")
            .approve(client.authorizationUrl(ALICE, userAgent).uri());
    return Optional.of(client.fetchToken(AuthorizationCallback.parse(callback), userAgent));
  }

  /** The save_token_to_database of the documents. */
  private static void save(Map<String, String> row, OAuthToken token) {
    row.put("access_token", token.accessToken().value());
    token.refreshToken().ifPresent(refresh -> row.put("refresh_token", refresh.value()));
    token.expiresAt().ifPresent(end -> row.put("expires_at", end.toString()));
  }

  /** The load_token_from_database of the documents. */
  private static OAuthToken load(Map<String, String> row) {
    return OAuthToken.builder(row.get("access_token"))
        .refreshToken(Optional.ofNullable(row.get("refresh_token")).map(RefreshToken::new))
        .expiresAt(Optional.ofNullable(row.get("expires_at")).map(Instant::parse))
        .build();
  }
}
