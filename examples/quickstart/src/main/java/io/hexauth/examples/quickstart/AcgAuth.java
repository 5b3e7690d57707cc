// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.quickstart;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.examples.authorizationserver.Browser;
import io.hexauth.examples.authorizationserver.DemoAuthorizationServer;
import io.hexauth.examples.authorizationserver.DemoClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.TokenEvent;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * System of document 001: a parameter of the provider, the caller's state, a token-update callback,
 * clock skew, revocation.
 */
final class AcgAuth implements SeedSystem {

  private static final DemoClient DEMO = DemoClient.ACG_AUTH;
  private static final Principal BOB = Principal.of("bob");

  @Override
  public String name() {
    return "acgAuth";
  }

  private static ClientRegistration registration(DemoAuthorizationServer server) {
    return ClientRegistration.builder("acgAuth")
        .authorizationCode()
        .allowPlainHttpOnLoopback()
        .discover(server.issuer().toString())
        .clientSecretBasic(DEMO.clientId(), DEMO::clientSecret)
        .redirectUri(DEMO.redirectUri().orElseThrow().toString())
        .clockSkew(Duration.ofSeconds(1))
        .build();
  }

  @Override
  public void run(Steps steps, DemoAuthorizationServer server) {
    List<TokenEvent> database = new CopyOnWriteArrayList<>();
    try (OAuthClients clients =
        Wiring.clients(
            app -> app.registration(registration(server)).eventListener(database::add))) {
      var client = clients.get("acgAuth");
      var browser = new Browser(server).signIn("bob");
      var userAgent = UserAgentBinding.random();

      URI url =
          client
              .startAuthorization(
                  BOB, userAgent, o -> o.parameter("connector", "acme-bank").state("order-4711"))
              .uri();
      URI callback = browser.approve(url);
      steps.check(
          "the server saw the connector",
          () -> server.lastConnector().filter("acme-bank"::equals).isPresent());
      steps.check(
          "the callback contains the caller's state",
          () -> callback.getQuery().contains("state=order-4711"));
      steps.refused(
          "another browser cannot use the callback",
          InvalidCallbackException.class,
          () ->
              client.finishAuthorization(
                  AuthorizationCallback.parse(callback), UserAgentBinding.random()));
      steps.step(
          "bob's browser can use the callback",
          () ->
              client.finishAuthorization(AuthorizationCallback.parse(callback), userAgent).token());
      steps.await("the callback saved the token", () -> database.size() == 1);

      var bob = client.session(BOB);
      DemoApi api = DemoApi.of(server, bob);
      steps.step("the API is called", api::me);
      steps.await(
          "the callback saved the token that was refreshed early, because of the clock skew",
          () -> renewed(api, database));
      OAuthToken last = bob.token();
      steps.check("the server confirms a revocation", bob::revoke);
      steps.check(
          "the server refuses the token afterwards",
          () -> !server.isActive(last.accessToken().value()));
      steps.refused(
          "Hexauth requires a new consent afterwards",
          ReauthorizationRequiredException.class,
          api::me);
    }
  }

  private static boolean renewed(DemoApi api, List<TokenEvent> database) {
    api.me();
    return database.size() > 1;
  }
}
