// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.AuthorizationRedirect;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.AuthorizationDemand;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.ApiAuthorization;
import io.hexauth.ports.api.ApiRequest;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.Recovery;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.testkit.guice.StrictInjector;
import io.hexauth.testkit.log.SecretScan;
import io.hexauth.testkit.server.FakeAuthorizationServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Objects of an application that contain secrets, as text and as JSON. */
class LiveObjectsTest {

  private final String clientSecret = SecretScan.create("client_secret of live objects");
  private final UserAgentBinding browser =
      UserAgentBinding.of(SecretScan.create("user agent of live objects"));
  private final BlockingQueue<TokenEvent> heard = new LinkedBlockingQueue<>();

  @Test
  void nothingThatAnApplicationHoldsShouldShowASecret() throws Exception {
    try (var server =
        FakeAuthorizationServer.builder()
            .client("app", clientSecret)
            .redirectUri("https://app.example/callback")
            .start()) {
      var injector =
          StrictInjector.create(
              new OAuthClientModule(),
              new InMemoryModule(),
              new FeignTransportModule(),
              binder ->
                  OAuthClientBinder.of(binder)
                      .registration(acme(server))
                      .eventListener(heard::add));
      try (OAuthClients clients = injector.getInstance(OAuthClients.class)) {
        OAuthClient client = clients.get("acme");
        Principal alice = Principal.of("alice");
        AuthorizationRedirect redirect = client.startAuthorization(alice, browser);
        var callback = AuthorizationCallback.parse(server.consent(redirect.uri(), "alice"));
        OAuthToken token = client.finishAuthorization(callback, browser).token();
        OAuthSession session = client.session(alice);
        TokenEvent event = heard.poll(20, TimeUnit.SECONDS);
        assertThat(server.ledger().secrets()).contains(token.accessToken().value());
        assertThat(event).isNotNull();
        ApiAuthorization authorization = session.authorize(request());
        List<String> headers = new ArrayList<>();
        authorization.headers((name, value) -> headers.add(name + ": " + value));
        assertThat(headers).containsExactly("Authorization: Bearer " + token.accessToken().value());
        AuthorizationDemand echo =
            AuthorizationDemand.none()
                .withScopes(Scopes.of(token.accessToken().value()))
                .withAcrValues(List.of(token.accessToken().value()));

        List<Object> texts =
            List.of(
                clients,
                client,
                client.registration(),
                session,
                token,
                token.accessToken(),
                token.refreshToken().orElseThrow(),
                token.toBuilder(),
                event,
                authorization,
                Recovery.again(authorization),
                session.status(),
                clients.status(alice),
                echo,
                redirect,
                redirect.state(),
                callback,
                browser,
                sent(token.accessToken().value()),
                server,
                injector);
        texts.forEach(held -> assertSilent(held.getClass() + ".toString()", held.toString()));
        List<Object> documents =
            List.of(
                clients,
                client,
                client.registration(),
                session,
                session.status(),
                token,
                token.accessToken(),
                token.refreshToken().orElseThrow(),
                event,
                redirect,
                redirect.state(),
                callback,
                browser);
        documents.forEach(held -> assertSilent(held.getClass() + " as JSON", json(held)));
      }
    }
  }

  private ClientRegistration acme(FakeAuthorizationServer server) {
    return ClientRegistration.builder("acme")
        .authorizationCode()
        .clientSecretBasic("app", () -> clientSecret)
        .authorizationEndpoint(server.authorizationEndpoint().toString())
        .tokenEndpoint(server.tokenEndpoint().toString())
        .redirectUri("https://app.example/callback")
        .allowPlainHttpOnLoopback()
        .build();
  }

  private static ApiRequest request() {
    return new ApiRequest() {
      @Override
      public String method() {
        return "GET";
      }

      @Override
      public URI uri() {
        return URI.create("https://api.example/");
      }
    };
  }

  private static TransportRequest sent(String secret) {
    return TransportRequest.post("acme", URI.create("https://as.example/token?" + secret))
        .header("Authorization", secret)
        .body("text/plain", secret.getBytes(StandardCharsets.UTF_8))
        .build();
  }

  private static String json(Object value) {
    try {
      return JsonMapper.builder().build().writeValueAsString(value);
    } catch (JacksonException e) {
      return "not serializable: " + e;
    }
  }

  private static void assertSilent(String what, String text) {
    SecretScan.saw(what, text);
    assertThat(SecretScan.findIn(text)).as(what).isEmpty();
  }
}
