// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.TokenContext;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.TokenProvider;
import io.hexauth.testkit.guice.StrictInjector;
import io.hexauth.testkit.server.FakeAuthorizationServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each principal gets tokens of its own subject, or none. */
class PrincipalsTest {

  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

  private final FakeAuthorizationServer server =
      FakeAuthorizationServer.builder()
          .client("app", "s3cret")
          .extensionGrant(EXCHANGE, "subject_token")
          .start();
  private final List<OAuthClients> opened = new ArrayList<>();
  private final List<TokenContext> asked = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(OAuthClients::close);
    server.close();
  }

  private ClientRegistration.Builder registration() {
    return ClientRegistration.builder("acme")
        .allowPlainHttpOnLoopback()
        .clientCredentials()
        .clientSecretBasic("app", () -> "s3cret")
        .tokenEndpoint(server.tokenEndpoint().toString())
        .authorizationEndpoint(server.authorizationEndpoint().toString())
        .redirectUri("https://app.example/callback")
        .scopes("read");
  }

  private ClientRegistration.Builder exchange() {
    return registration()
        .extensionGrant(
            EXCHANGE,
            context -> {
              asked.add(context);
              return Map.of("subject_token", context.principal().name());
            });
  }

  private OAuthClient client(ClientRegistration.Builder registration) {
    return client(registration, binder -> {});
  }

  private OAuthClient client(
      ClientRegistration.Builder registration, Consumer<OAuthClientBinder> more) {
    OAuthClients clients =
        StrictInjector.create(
                new OAuthClientModule(),
                new InMemoryModule(),
                new FeignTransportModule(),
                binder ->
                    more.accept(OAuthClientBinder.of(binder).registration(registration.build())))
            .getInstance(OAuthClients.class);
    opened.add(clients);
    return clients.get("acme");
  }

  /** {@return the subject that the API reports for the token} */
  private String subject(OAuthToken token) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(server.apiEndpoint())
            .header("Authorization", token.authorization())
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  void extensionGrantShouldBeObtainedForEachPrincipal() throws Exception {
    OAuthClient client = client(exchange());

    OAuthToken alice = client.session("alice").token();
    OAuthToken bob = client.session("bob").token();

    assertThat(subject(alice)).contains("\"sub\":\"alice\"");
    assertThat(subject(bob)).contains("\"sub\":\"bob\"");
    assertThat(subject(client.session("alice").refresh())).contains("\"sub\":\"alice\"");
    assertThat(subject(client.session("bob").obtainToken())).contains("\"sub\":\"bob\"");
  }

  @Test
  void parametersShouldBeAskedForWithRegistrationPrincipalAndAccess() {
    OAuthClient client = client(exchange());
    var view = AccessRequest.of(Scopes.of("write"));

    client.session("alice").token();
    client.session("bob").withAccess(view).token();

    assertThat(asked)
        .containsExactly(
            new TokenContext(
                client.registration().id(), Principal.of("alice"), client.registration().access()),
            new TokenContext(client.registration().id(), Principal.of("bob"), view));
  }

  @Test
  void grantOfTheClientItselfShouldRefuseAPrincipal() {
    for (ClientRegistration.Builder own :
        List.of(
            registration(),
            registration().extensionGrant(EXCHANGE, () -> Map.of("subject_token", "app")))) {
      OAuthClient client = client(own);

      assertThatIllegalStateException()
          .isThrownBy(() -> client.session("alice"))
          .withMessageContaining("acme")
          .withMessageContaining("GrantParameters");
      assertThatIllegalStateException()
          .isThrownBy(() -> client.session(new Principal("tenant", "alice")));
      assertThat(client.session().token()).isEqualTo(client.session(Principal.self()).token());
    }
  }

  @Test
  void providerShouldBeToldForWhomAndWhatItProvides() {
    TokenProvider provider =
        (context, last, requester) -> {
          asked.add(context);
          return OAuthToken.builder("of-" + context.principal().name()).build();
        };
    OAuthClient client =
        client(registration(), b -> b.bindTokenProvider("acme").toInstance(provider));
    var view = AccessRequest.of(Scopes.of("write"));

    assertThat(client.session("alice").token().accessToken().value()).isEqualTo("of-alice");
    assertThat(client.session("bob").withAccess(view).token().accessToken().value())
        .isEqualTo("of-bob");

    assertThat(asked)
        .containsExactly(
            new TokenContext(
                client.registration().id(), Principal.of("alice"), client.registration().access()),
            new TokenContext(client.registration().id(), Principal.of("bob"), view));
  }

  @Test
  void requesterShouldRefuseToFetchTheClientsOwnTokenForAPrincipal() {
    OAuthClient client =
        client(
            registration(),
            b ->
                b.bindTokenProvider("acme")
                    .toInstance((context, last, requester) -> requester.obtainToken()));

    assertThatExceptionOfType(TokenProviderException.class)
        .isThrownBy(() -> client.session("alice").token())
        .withRootCauseInstanceOf(IllegalStateException.class);

    assertThat(server.ledger().tokenRequests()).isZero();
    assertThat(client.session().token()).isNotNull();
  }

  @Test
  void emptyNameShouldNotBeTheClientItself() {
    OAuthClient client = client(registration());

    assertThatIllegalArgumentException().isThrownBy(() -> client.session(new Principal("", "")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.session(new Principal("tenant", "")));
    assertThatIllegalArgumentException().isThrownBy(() -> client.session(""));
    assertThat(server.ledger().tokenRequests()).isZero();
  }

  @Test
  void authorizationShouldNotBeStartedForTheClientItself() {
    OAuthClient client = client(registration().authorizationCode());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.startAuthorization(Principal.self(), UserAgentBinding.random()))
        .withMessageContaining("acme");
    assertThatIllegalStateException().isThrownBy(() -> client.session(Principal.self()));
  }
}
