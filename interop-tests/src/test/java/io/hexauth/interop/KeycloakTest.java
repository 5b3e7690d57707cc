// SPDX-License-Identifier: Apache-2.0
package io.hexauth.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.inject.Guice;
import com.google.inject.Stage;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every grant of the framework at Keycloak, which is discovered by its issuer, with strict rotation
 * of refresh tokens.
 */
class KeycloakTest {

  private static Keycloak keycloak;
  private static OAuthClients clients;

  @BeforeAll
  static void start() throws IOException {
    keycloak = Keycloak.start();
    clients = newClients();
  }

  @AfterAll
  static void stop() {
    if (clients != null) {
      clients.close();
    }
    if (keycloak != null) {
      keycloak.close();
    }
  }

  /** {@return clients of another process: they share no store with others} */
  private static OAuthClients newClients() {
    return Guice.createInjector(
            Stage.PRODUCTION,
            new OAuthClientModule(),
            new FeignTransportModule(),
            new InMemoryModule(),
            binder ->
                OAuthClientBinder.of(binder)
                    .registration(at("web", KeycloakTest::code))
                    .registration(at("terminal", builder -> builder.password()))
                    .registration(at("batch", builder -> builder.clientCredentials()))
                    .registration(at("gateway", KeycloakTest::exchange))
                    .bindResourceOwnerCredentials("terminal")
                    .toInstance(KeycloakTest::credentials))
        .getInstance(OAuthClients.class);
  }

  private interface Grant {
    void addTo(ClientRegistration.Builder builder);
  }

  private static ClientRegistration at(String client, Grant grant) {
    ClientRegistration.Builder builder =
        ClientRegistration.builder(client)
            .allowPlainHttpOnLoopback()
            .discover(keycloak.issuer())
            .clientSecretBasic(client, () -> client + "-secret")
            .scopes("openid");
    grant.addTo(builder);
    return builder.build();
  }

  private static void code(ClientRegistration.Builder builder) {
    builder.authorizationCode().redirectUri("https://web.example/callback");
  }

  private static Optional<ResourceOwner> credentials(Principal principal) {
    return Optional.of(new ResourceOwner(principal.name(), principal.name() + "-password"));
  }

  /**
   * Configures a token exchange (RFC 8693): the token of a user's terminal is exchanged for one of
   * the gateway.
   */
  private static void exchange(ClientRegistration.Builder builder) {
    builder.extensionGrant(
        "urn:ietf:params:oauth:grant-type:token-exchange",
        context ->
            Map.of(
                "subject_token",
                clients.get("terminal").session(context.principal()).token().accessToken().value(),
                "subject_token_type",
                "urn:ietf:params:oauth:token-type:access_token"));
  }

  private static OAuthSession consented(OAuthClients clients, String user) {
    var browser = UserAgentBinding.random();
    var start = clients.get("web").startAuthorization(Principal.of(user), browser);
    URI callback = keycloak.signIn(start.uri(), user);
    clients.get("web").finishAuthorization(AuthorizationCallback.parse(callback), browser);
    return clients.get("web").session(user);
  }

  private static String subject(OAuthToken token) {
    String payload = token.accessToken().value().split("\\.")[1];
    return Keycloak.member(
        "sub", new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
  }

  @Test
  void authorizationCodeShouldGiveATokenThatTheServerTakes() {
    OAuthToken token = consented(clients, "alice").token();

    assertThat(keycloak.userInfo(token.accessToken().value())).isEqualTo(200);
    assertThat(token.refreshToken()).isPresent();
    assertThat(token.idToken()).isPresent();
  }

  @Test
  void callbackShouldBeRefusedWithoutTheIssuerThatTheMetadataPromises() {
    var browser = UserAgentBinding.random();
    var start = clients.get("web").startAuthorization(Principal.of("alice"), browser);
    String callback = keycloak.signIn(start.uri(), "alice").toString();
    String without = callback.replaceAll("&iss=[^&]*", "");
    assertThat(without).isNotEqualTo(callback);

    assertThatExceptionOfType(InvalidCallbackException.class)
        .isThrownBy(
            () ->
                clients
                    .get("web")
                    .finishAuthorization(AuthorizationCallback.parse(without), browser))
        .satisfies(e -> assertThat(e.reason()).hasToString("ISSUER_MISSING"));
  }

  @Test
  void passwordShouldGiveATokenThatTheServerTakes() {
    OAuthToken token = clients.get("terminal").session("bob").token();

    assertThat(keycloak.userInfo(token.accessToken().value())).isEqualTo(200);
  }

  @Test
  void clientCredentialsShouldGiveTheClientsOwnToken() {
    OAuthToken token = clients.get("batch").token();

    assertThat(subject(token)).isNotBlank();
    assertThat(token.refreshToken()).isEmpty();
  }

  @Test
  void refreshShouldGiveANewRefreshTokenEachTime() {
    OAuthSession session = consented(clients, "alice");
    OAuthToken first = session.token();

    OAuthToken second = session.refresh();
    OAuthToken third = session.refresh();

    assertThat(Set.of(first.refreshToken(), second.refreshToken(), third.refreshToken()))
        .hasSize(3);
    assertThat(keycloak.userInfo(third.accessToken().value())).isEqualTo(200);
  }

  @Test
  void reusedRefreshTokenShouldEndTheGrantEverywhere() {
    OAuthSession session = consented(clients, "alice");
    OAuthToken yesterday = session.token();
    session.refresh();
    try (OAuthClients thief = newClients()) {
      OAuthSession stolen = thief.get("web").session("alice");
      stolen.importToken(yesterday, ImportMode.IF_ABSENT);

      assertRefused(stolen);
    }
    assertRefused(session);
  }

  @Test
  void revocationShouldBeConfirmedAndEndTheTokens() {
    OAuthSession session = consented(clients, "alice");
    String accessToken = session.token().accessToken().value();

    assertThat(session.revoke()).isTrue();

    assertThat(keycloak.userInfo(accessToken)).isEqualTo(401);
    assertThatExceptionOfType(ReauthorizationRequiredException.class).isThrownBy(session::token);
  }

  @Test
  void logoutByAnAdministratorShouldAskForConsentAtTheNextRefresh() {
    OAuthSession session = consented(clients, "carol");

    keycloak.logOut("carol");

    assertRefused(session);
  }

  @Test
  void tokenExchangeShouldGiveEachUserATokenForThatUser() {
    OAuthToken alice = clients.get("gateway").session("alice").token();
    OAuthToken bob = clients.get("gateway").session("bob").token();

    assertThat(subject(alice)).isNotEqualTo(subject(bob));
    assertThat(subject(alice)).isEqualTo(subject(clients.get("terminal").session("alice").token()));
    assertThat(subject(bob)).isEqualTo(subject(clients.get("terminal").session("bob").token()));
  }

  private static void assertRefused(OAuthSession session) {
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(session::refresh)
        .extracting(ReauthorizationRequiredException::reason)
        .isEqualTo(Reason.GRANT_REFUSED);
  }
}
