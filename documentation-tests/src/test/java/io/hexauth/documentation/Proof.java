// SPDX-License-Identifier: Apache-2.0
package io.hexauth.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Stage;
import com.google.inject.util.Modules;
import com.paypal.sdk.PaypalServerSdkClient;
import com.paypal.sdk.authentication.ClientCredentialsAuthManager;
import com.paypal.sdk.http.Headers;
import com.paypal.sdk.http.request.HttpMethod;
import com.paypal.sdk.http.request.HttpRequest;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.core.UnencryptedModule;
import io.hexauth.crypto.tink.TinkTokenCipherModule;
import io.hexauth.documentation.Given.Billing;
import io.hexauth.documentation.Given.Playlists;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.ConnectionStatus;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.store.jdbc.JdbcStoreConfig;
import io.hexauth.store.jdbc.JdbcStoreModule;
import io.hexauth.store.jdbc.OAuthJdbc;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Checks that the result of a block works, by its type. */
final class Proof {

  private final Surroundings around;
  private String callback = "";

  Proof(Surroundings around) {
    this.around = around;
  }

  /** {@return the last callback of the browser; empty before the first authorization} */
  String callback() {
    return callback;
  }

  void of(Object result) {
    if (result instanceof Injector injector) {
      shouldGiveTokens(injector);
    } else if (result instanceof Module module) {
      shouldGiveTokens(injector(module));
    } else if (result instanceof Billing api) {
      assertThat(api.invoices()).contains("scope");
    } else if (result instanceof Playlists api) {
      assertThat(api.playlists()).contains("scope");
    } else if (result instanceof HttpResponse<?> response) {
      assertThat(response.body()).asString().contains("scope");
    } else if (result instanceof Map<?, ?> connections) {
      assertThat(connections.values())
          .anyMatch(status -> status instanceof ConnectionStatus known && known.isConnected());
    } else if (result instanceof String header) {
      assertThat(header).matches("Bearer .+");
    } else if (result instanceof OAuthToken moved) {
      assertThat(moved.accessToken().value()).isEqualTo(Springs.TOKEN);
    } else if (result instanceof PaypalServerSdkClient sdk) {
      shouldAuthorize(sdk);
    } else if (result instanceof List<?> users) {
      assertThat(users).asString().contains("bob");
    } else if (result instanceof Integer refreshed) {
      assertThat(refreshed).isPositive();
    } else if (result instanceof Boolean confirmed) {
      assertThat(confirmed).isTrue();
    } else if (result instanceof URI consent) {
      callback = around.server().consent(consent, "alice").toString();
    } else if (result instanceof ClientRegistration registration) {
      shouldBeWired(registration);
    } else {
      throw new AssertionError("A block must end with something to try, not with " + result);
    }
  }

  private static void shouldAuthorize(PaypalServerSdkClient sdk) {
    var manager = new ClientCredentialsAuthManager(sdk.getClientCredentialsAuthModel());
    var request =
        new HttpRequest(
            HttpMethod.GET,
            new StringBuilder("https://api.example/orders"),
            new Headers(),
            Map.of(),
            List.of());
    manager.validate();
    manager.apply(request);
    assertThat(request.getHeaders().value("Authorization")).matches("Bearer .+");
  }

  /** {@return an injector with this module, and the modules that an application would add} */
  private Injector injector(Module module) {
    List<Module> all = new ArrayList<>(List.of(new OAuthClientModule(), module, registrations()));
    if (module instanceof FeignTransportModule) {
      all.add(new InMemoryModule());
    } else {
      all.add(new FeignTransportModule());
      all.add(database());
      all.add(
          module instanceof TinkTokenCipherModule
              ? new JdbcStoreModule(JdbcStoreConfig.defaults().withCreateTables(true))
              : new UnencryptedModule());
    }
    return Guice.createInjector(Stage.PRODUCTION, Modules.combine(all));
  }

  private Module registrations() {
    return binder ->
        OAuthClientBinder.of(binder).registration(around.billing()).registration(around.spotify());
  }

  private Module database() {
    return binder ->
        binder.bind(Key.get(DataSource.class, OAuthJdbc.class)).toInstance(around.newDatabase());
  }

  private void shouldGiveTokens(Injector injector) {
    try (OAuthClients clients = injector.getInstance(OAuthClients.class)) {
      List<OAuthClient> registered =
          Stream.of("billing", "spotify").flatMap(id -> client(clients, id)).toList();
      assertThat(registered).isNotEmpty();
      registered.forEach(this::shouldGiveTokens);
    }
  }

  private static Stream<OAuthClient> client(OAuthClients clients, String id) {
    try {
      return Stream.of(clients.get(id));
    } catch (IllegalArgumentException notRegisteredByThisBlock) {
      return Stream.empty();
    }
  }

  private void shouldGiveTokens(OAuthClient client) {
    if (client.registration().grant().isSelfObtainable()) {
      assertThat(client.token().accessToken().value()).isNotEmpty();
      return;
    }
    var browser = UserAgentBinding.random();
    URI consent = client.startAuthorization(Principal.of("alice"), browser).uri();
    URI back = around.server().consent(consent, "alice");
    client.finishAuthorization(AuthorizationCallback.parse(back), browser);
    assertThat(client.session("alice").token().accessToken().value()).isNotEmpty();
  }

  private static void shouldBeWired(ClientRegistration registration) {
    var injector =
        Guice.createInjector(
            Stage.PRODUCTION,
            new OAuthClientModule(),
            new FeignTransportModule(),
            new InMemoryModule(),
            binder -> OAuthClientBinder.of(binder).registration(registration));
    try (OAuthClients clients = injector.getInstance(OAuthClients.class)) {
      assertThat(clients.get(registration.id().value()).registration()).isEqualTo(registration);
    }
  }
}
