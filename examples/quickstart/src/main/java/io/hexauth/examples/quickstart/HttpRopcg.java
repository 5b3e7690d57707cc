// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.quickstart;

import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.examples.authorizationserver.DemoAuthorizationServer;
import io.hexauth.examples.authorizationserver.DemoClient;
import io.hexauth.examples.authorizationserver.DemoUser;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.TokenEvent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** System of document 002: the password grant, with and without a refresh token. */
final class HttpRopcg implements SeedSystem {

  @Override
  public String name() {
    return "httpROPCG";
  }

  private static ClientRegistration registration(DemoAuthorizationServer server, DemoClient demo) {
    return ClientRegistration.builder("httpROPCG")
        .password()
        .allowPlainHttpOnLoopback()
        .discover(server.issuer().toString())
        .clientSecretBasic(demo.clientId(), demo::clientSecret)
        .build();
  }

  private static OAuthClients clients(
      DemoAuthorizationServer server, DemoClient demo, List<TokenEvent> database) {
    return Wiring.clients(
        app ->
            app.registration(registration(server, demo))
                .eventListener(database::add)
                .bindResourceOwnerCredentials("httpROPCG")
                .toInstance(principal -> password(principal.name())));
  }

  private static Optional<ResourceOwner> password(String name) {
    return name.equals("alice")
        ? Optional.of(new ResourceOwner(name, DemoUser.ALICE.password()))
        : Optional.empty();
  }

  @Override
  public void run(Steps steps, DemoAuthorizationServer server) {
    List<TokenEvent> database = new CopyOnWriteArrayList<>();
    OAuthToken stored;
    try (OAuthClients clients = clients(server, DemoClient.HTTP_ROPCG, database)) {
      OAuthSession alice = clients.get("httpROPCG").session("alice");
      steps.step("the password becomes a token", alice::obtainToken);
      DemoApi api = DemoApi.of(server, alice);
      steps.step("the API is called", api::me);
      steps.check("the token has not expired", () -> !alice.isTokenExpired());
      steps.step("it is refreshed by hand", alice::refresh);
      steps.await("it expires", alice::isTokenExpired);
      int seen = database.size();
      steps.step("the next call refreshes by itself", api::me);
      steps.await("and the listener received the token", () -> database.size() > seen);
      stored = alice.token();
    }
    try (OAuthClients clients = clients(server, DemoClient.HTTP_ROPCG, database)) {
      OAuthSession alice = clients.get("httpROPCG").session("alice");
      steps.step(
          "a stored token is used again", () -> alice.importToken(stored, ImportMode.IF_ABSENT));
      steps.step("the API takes it", DemoApi.of(server, alice)::me);
    }
    withoutRefreshToken(steps, server);
  }

  private static void withoutRefreshToken(Steps steps, DemoAuthorizationServer server) {
    List<TokenEvent> database = new CopyOnWriteArrayList<>();
    DemoClient demo = DemoClient.HTTP_ROPCG_WITHOUT_REFRESH;
    try (OAuthClients clients = clients(server, demo, database)) {
      OAuthSession alice = clients.get("httpROPCG").session("alice");
      steps.check(
          "a server that issues no refresh token is no problem",
          () -> alice.token().refreshToken().isEmpty());
      steps.await("that token expires, too", alice::isTokenExpired);
      steps.step("the password is used once more", DemoApi.of(server, alice)::me);
      steps.await("and the listener received the token again", () -> database.size() == 2);
    }
  }
}
