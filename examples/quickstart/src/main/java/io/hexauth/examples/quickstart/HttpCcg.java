// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.quickstart;

import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.scope.Scope;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.examples.authorizationserver.DemoAuthorizationServer;
import io.hexauth.examples.authorizationserver.DemoClient;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.ports.api.TokenRequester;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * System of document 003: client credentials with an enum of scopes, a callback, and a custom token
 * provider.
 */
final class HttpCcg implements SeedSystem {

  private static final DemoClient DEMO = DemoClient.HTTP_CCG;

  /** The scopes of the document. */
  enum OAuthScope implements Scope {
    READ_SCOPE("read", "Read scope"),
    WRITE_SCOPE("write", "Write scope");

    private final String value;
    private final String description;

    OAuthScope(String value, String description) {
      this.value = value;
      this.description = description;
    }

    @Override
    public String value() {
      return value;
    }

    @Override
    public String description() {
      return description;
    }
  }

  @Override
  public String name() {
    return "httpCCG";
  }

  private static ClientRegistration registration(DemoAuthorizationServer server) {
    return ClientRegistration.builder("httpCCG")
        .clientCredentials()
        .allowPlainHttpOnLoopback()
        .discover(server.issuer().toString())
        .clientSecretBasic(DEMO.clientId(), DEMO::clientSecret)
        .scopes(EnumSet.allOf(OAuthScope.class))
        .clockSkew(Duration.ofSeconds(1))
        .build();
  }

  @Override
  public void run(Steps steps, DemoAuthorizationServer server) {
    List<TokenEvent> database = new CopyOnWriteArrayList<>();
    OAuthToken stored;
    try (OAuthClients clients =
        Wiring.clients(
            app -> app.registration(registration(server)).eventListener(database::add))) {
      OAuthSession self = clients.get("httpCCG").session();
      DemoApi api = DemoApi.of(server, self);
      steps.step("the first call fetches a token by itself", api::read);
      steps.check(
          "with the scopes of the enum",
          () -> self.token().scopes().equals(self.registration().scopes()));
      steps.await("the listener received the token", () -> database.size() == 1);
      steps.await("the token expires", self::isTokenExpired);
      steps.step("the next call fetches another", api::read);
      stored = self.token();
    }
    int requests = server.tokenRequests(DEMO.clientId());
    try (OAuthClients clients = Wiring.clients(app -> app.registration(registration(server)))) {
      OAuthSession self = clients.get("httpCCG").session();
      steps.step(
          "the application supplies a token", () -> self.importToken(stored, ImportMode.IF_ABSENT));
      steps.step("the API takes it", DemoApi.of(server, self)::read);
      steps.check(
          "without a token request", () -> server.tokenRequests(DEMO.clientId()) == requests);
    }
    withProvider(steps, server);
  }

  private static void withProvider(Steps steps, DemoAuthorizationServer server) {
    var consulted = new AtomicInteger();
    try (OAuthClients clients =
        Wiring.clients(
            app ->
                app.registration(registration(server))
                    .bindTokenProvider("httpCCG")
                    .toInstance(
                        (context, last, requester) -> provide(consulted, last, requester)))) {
      OAuthSession self = clients.get("httpCCG").session();
      DemoApi api = DemoApi.of(server, self);
      steps.step("the application's provider is asked when there is no token", api::read);
      steps.step("but not while the token is good", api::read);
      steps.check("so it was asked once", () -> consulted.get() == 1);
      steps.await("the token expires", self::isTokenExpired);
      steps.step("then it is asked again", api::read);
      steps.check("so it was asked twice", () -> consulted.get() == 2);
    }
  }

  /**
   * Token provider of the document: it uses a token of the application if there is one, otherwise
   * the ordinary request.
   */
  private static OAuthToken provide(
      AtomicInteger consulted, Optional<OAuthToken> last, TokenRequester requester) {
    if (last.isPresent() != (consulted.getAndIncrement() > 0)) {
      throw new IllegalStateException("the last token is missing");
    }
    return requester.obtainToken();
  }
}
