// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.quickstart;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.Form;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.AuthorizationDeniedException;
import io.hexauth.domain.error.TokenExpiredException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.examples.authorizationserver.Browser;
import io.hexauth.examples.authorizationserver.DemoAuthorizationServer;
import io.hexauth.examples.authorizationserver.DemoClient;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import java.net.URI;
import java.util.EnumSet;
import java.util.Set;

/** System of document 004: authorization code with the 19 scopes of Spotify. */
final class Oauth20 implements SeedSystem {

  private static final DemoClient DEMO = DemoClient.OAUTH_2_0;
  private static final Principal ALICE = Principal.of("alice");
  private static final Set<SpotifyScope> SCOPES = EnumSet.allOf(SpotifyScope.class);

  @Override
  public String name() {
    return "oauth_2_0";
  }

  private static ClientRegistration registration(DemoAuthorizationServer server) {
    return ClientRegistration.builder("oauth_2_0")
        .authorizationCode()
        .allowPlainHttpOnLoopback()
        .discover(server.issuer().toString())
        .clientSecretPost(DEMO.clientId(), DEMO::clientSecret)
        .redirectUri(DEMO.redirectUri().orElseThrow().toString())
        .scopes(SCOPES)
        .manualRefresh()
        .build();
  }

  @Override
  public void run(Steps steps, DemoAuthorizationServer server) {
    OAuthToken stored;
    try (OAuthClients clients = Wiring.clients(app -> app.registration(registration(server)))) {
      stored = withConsent(steps, server, clients);
    }
    try (OAuthClients clients = Wiring.clients(app -> app.registration(registration(server)))) {
      OAuthSession alice = clients.get("oauth_2_0").session(ALICE);
      steps.step(
          "a client is created from the stored token",
          () -> alice.importToken(stored, ImportMode.IF_ABSENT));
      steps.step("it reads playlists without consent", DemoApi.of(server, alice)::playlists);
    }
  }

  private static OAuthToken withConsent(
      Steps steps, DemoAuthorizationServer server, OAuthClients clients) {
    var client = clients.get("oauth_2_0");
    var browser = new Browser(server).signIn("alice");
    var userAgent = UserAgentBinding.random();

    URI url = client.startAuthorization(ALICE, userAgent).uri();
    steps.check(
        "the authorization URL carries the 19 scopes",
        () -> scopesIn(url).equals(Scopes.of(SCOPES)) && scopesIn(url).values().size() == 19);
    URI denied = browser.deny(url);
    steps.refused(
        "alice declines",
        AuthorizationDeniedException.class,
        () -> client.finishAuthorization(AuthorizationCallback.parse(denied), userAgent));
    URI approved = browser.approve(client.startAuthorization(ALICE, userAgent).uri());
    OAuthToken token =
        steps.step(
            "alice consents to all of them",
            () ->
                client
                    .finishAuthorization(AuthorizationCallback.parse(approved), userAgent)
                    .token());
    steps.check("and all are granted", () -> token.scopes().equals(Scopes.of(SCOPES)));

    OAuthSession alice = client.session(ALICE);
    DemoApi api = DemoApi.of(server, alice);
    steps.step("the API takes the token", api::playlists);
    steps.await("the token expires", alice::isTokenExpired);
    steps.refused("a call fails in manual mode", TokenExpiredException.class, api::playlists);
    steps.step("the token is refreshed by hand", alice::refresh);
    return steps.step("and stored by the application", () -> alice.current().orElseThrow());
  }

  private static Scopes scopesIn(URI url) {
    return Scopes.parse(Form.decode(url.getRawQuery()).first("scope").orElse(""));
  }
}
