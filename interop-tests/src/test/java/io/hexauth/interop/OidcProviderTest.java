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
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** oidc-provider, of which the client knows only the issuer. */
class OidcProviderTest {

  private static final String SECRET = "web-secret-which-is-long-enough-for-a-test";

  private static OidcProvider provider;
  private static OAuthClients clients;

  @BeforeAll
  static void start() throws Exception {
    provider = OidcProvider.start();
    clients =
        Guice.createInjector(
                Stage.PRODUCTION,
                new OAuthClientModule(),
                new FeignTransportModule(),
                new InMemoryModule(),
                binder ->
                    OAuthClientBinder.of(binder)
                        .registration(
                            at("web")
                                .authorizationCode()
                                .redirectUri("https://web.example/callback")
                                .scopes("openid")
                                .build())
                        .registration(at("batch").clientCredentials().build()))
            .getInstance(OAuthClients.class);
  }

  @AfterAll
  static void stop() {
    if (clients != null) {
      clients.close();
    }
    if (provider != null) {
      provider.close();
    }
  }

  private static ClientRegistration.Builder at(String id) {
    return ClientRegistration.builder(id)
        .discover(provider.issuer())
        .allowPlainHttpOnLoopback()
        .clientSecretBasic("web", () -> SECRET);
  }

  @Test
  void usersShouldConsentAndTokensBeRefreshedAndRevoked() throws Exception {
    OAuthClient client = clients.get("web");
    var browser = UserAgentBinding.random();
    URI callback =
        provider.signIn(client.startAuthorization(Principal.of("alice"), browser).uri(), "alice");

    OAuthSession alice = client.finishAuthorization(AuthorizationCallback.parse(callback), browser);
    OAuthToken first = alice.token();
    OAuthToken second = alice.refresh();

    assertThat(first.idToken()).isPresent();
    assertThat(second.accessToken()).isNotEqualTo(first.accessToken());
    assertThat(second.refreshToken()).isPresent().isNotEqualTo(first.refreshToken());
    assertThat(alice.revoke()).isTrue();
  }

  @Test
  void clientShouldGetATokenForItself() {
    assertThat(clients.get("batch").session().token()).isNotNull();
  }

  @Test
  void callbackShouldBeRefusedWithoutTheIssuerThatTheMetadataPromises() throws Exception {
    OAuthClient client = clients.get("web");
    var browser = UserAgentBinding.random();
    String callback =
        provider
            .signIn(client.startAuthorization(Principal.of("bob"), browser).uri(), "bob")
            .toString();
    String without = callback.replaceAll("&iss=[^&]*", "");
    assertThat(without).isNotEqualTo(callback);

    assertThatExceptionOfType(InvalidCallbackException.class)
        .isThrownBy(() -> client.finishAuthorization(AuthorizationCallback.parse(without), browser))
        .satisfies(e -> assertThat(e.reason()).hasToString("ISSUER_MISSING"));
  }
}
