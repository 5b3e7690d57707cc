// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.quickstart;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.AuthorizationDeniedException;
import io.hexauth.domain.error.TokenExpiredException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.examples.authorizationserver.Browser;
import io.hexauth.examples.authorizationserver.DemoAuthorizationServer;
import io.hexauth.examples.authorizationserver.DemoClient;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import java.net.URI;

/** System of document 000: authorization code without scopes, refreshed by hand. */
final class HttpAcg implements SeedSystem {

  private static final DemoClient DEMO = DemoClient.HTTP_ACG;
  private static final Principal ALICE = Principal.of("alice");

  @Override
  public String name() {
    return "httpACG";
  }

  private static ClientRegistration registration(DemoAuthorizationServer server) {
    return ClientRegistration.builder("httpACG")
        .authorizationCode()
        .allowPlainHttpOnLoopback()
        .discover(server.issuer().toString())
        .clientSecretBasic(DEMO.clientId(), DEMO::clientSecret)
        .redirectUri(DEMO.redirectUri().orElseThrow().toString())
        .manualRefresh()
        .build();
  }

  @Override
  public void run(Steps steps, DemoAuthorizationServer server) {
    ClientRegistration registration = registration(server);
    OAuthToken stored;
    try (OAuthClients clients = Wiring.clients(app -> app.registration(registration))) {
      stored = withConsent(steps, server, clients);
    }
    try (OAuthClients clients = Wiring.clients(app -> app.registration(registration))) {
      OAuthSession alice = clients.get("httpACG").session(ALICE);
      steps.step(
          "a client is created from the stored token",
          () -> alice.importToken(stored, ImportMode.IF_ABSENT));
      steps.step("it calls the API without consent", DemoApi.of(server, alice)::me);
    }
  }

  private static OAuthToken withConsent(
      Steps steps, DemoAuthorizationServer server, OAuthClients clients) {
    var client = clients.get("httpACG");
    var browser = new Browser(server).signIn("alice");
    var userAgent = UserAgentBinding.random();

    URI url =
        steps
            .step(
                "the authorization URL is made", () -> client.startAuthorization(ALICE, userAgent))
            .uri();
    steps.check("it asks for no scope", () -> !url.getQuery().contains("scope="));
    URI denied = browser.deny(url);
    steps.refused(
        "a denied consent throws AuthorizationDeniedException",
        AuthorizationDeniedException.class,
        () -> client.finishAuthorization(AuthorizationCallback.parse(denied), userAgent));

    URI approved = browser.approve(client.startAuthorization(ALICE, userAgent).uri());
    steps.step(
        "alice consents and the code becomes a token",
        () -> client.finishAuthorization(AuthorizationCallback.parse(approved), userAgent).token());
    OAuthSession alice = client.session(ALICE);
    DemoApi api = DemoApi.of(server, alice);
    steps.step("the API is called through Feign", api::me);

    steps.await("the token expires", alice::isTokenExpired);
    int calls = server.apiRequests();
    steps.refused("a call fails in manual mode", TokenExpiredException.class, api::me);
    steps.check("and nothing was sent", () -> server.apiRequests() == calls);
    steps.step("the token is refreshed by hand", alice::refresh);
    steps.step("the API answers again", api::me);
    return steps.step(
        "the token is stored by the application", () -> alice.current().orElseThrow());
  }
}
