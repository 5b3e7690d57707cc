// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.InvalidServerResponseException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.examples.authorizationserver.Browser;
import io.hexauth.examples.authorizationserver.DemoAuthorizationServer;
import io.hexauth.examples.authorizationserver.DemoClient;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Spring Authorization Server, of which the client knows only the issuer. */
class DiscoveredServerTest {

  private static final DemoClient DEMO = DemoClient.ACG_AUTH;
  private static DemoAuthorizationServer server;

  @BeforeAll
  static void start() {
    server = DemoAuthorizationServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ClientRegistration registration(String issuer) {
    return ClientRegistration.builder("spring")
        .discover(issuer)
        .authorizationCode()
        .allowPlainHttpOnLoopback()
        .clientSecretBasic(DEMO.clientId(), DEMO::clientSecret)
        .redirectUri(DEMO.redirectUri().orElseThrow().toString())
        .build();
  }

  @Test
  void tokensShouldBeObtainedRefreshedAndRevokedWhenOnlyTheIssuerIsKnown() {
    try (OAuthClients clients =
        Wiring.clients(app -> app.registration(registration(server.issuer().toString())))) {
      OAuthClient client = clients.get("spring");
      var browser = new Browser(server).signIn("bob");
      var userAgent = UserAgentBinding.random();
      URI callback =
          browser.approve(client.startAuthorization(Principal.of("bob"), userAgent).uri());

      OAuthSession bob =
          client.finishAuthorization(AuthorizationCallback.parse(callback), userAgent);
      OAuthToken first = bob.token();
      OAuthToken second = bob.refresh();

      assertThat(second.accessToken()).isNotEqualTo(first.accessToken());
      assertThat(server.isActive(second.accessToken().value())).isTrue();
      assertThat(bob.revoke()).isTrue();
      assertThat(server.isActive(second.accessToken().value())).isFalse();
    }
  }

  @Test
  void serverShouldNotBeUsedUnderAnotherSpellingOfItsIssuer() {
    String issuer = server.issuer() + "/";
    try (OAuthClients clients = Wiring.clients(app -> app.registration(registration(issuer)))) {
      assertThatExceptionOfType(InvalidServerResponseException.class)
          .isThrownBy(
              () ->
                  clients
                      .get("spring")
                      .startAuthorization(Principal.of("bob"), UserAgentBinding.random()))
          .withMessageContaining(
              "issuer differs from the requested issuer only in a slash at its end");
    }
  }
}
