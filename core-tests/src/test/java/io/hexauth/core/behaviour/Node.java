// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import com.google.inject.Injector;
import com.google.inject.Module;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.AuthorizationRedirect;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.testkit.guice.StrictInjector;
import io.hexauth.testkit.server.FakeAuthorizationServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** One process of an application, simulated by its own injector. */
final class Node implements AutoCloseable {

  private final List<TokenEvent> events = new CopyOnWriteArrayList<>();
  private final OAuthClients clients;
  private final OAuthClient client;

  Node(
      ClientRegistration registration,
      OAuthClock clock,
      Module shared,
      Consumer<OAuthClientBinder> more) {
    Injector injector =
        StrictInjector.create(
            new OAuthClientModule(),
            new FeignTransportModule(),
            shared,
            binder ->
                more.accept(
                    OAuthClientBinder.of(binder)
                        .clock(clock)
                        .registration(registration)
                        .eventListener(events::add)));
    clients = injector.getInstance(OAuthClients.class);
    client = clients.get(registration.id());
  }

  OAuthClients clients() {
    return clients;
  }

  OAuthClient client() {
    return client;
  }

  OAuthSession alice() {
    return client.session(World.ALICE);
  }

  /** Token events that the listener has received so far. */
  List<TokenEvent> events() {
    return List.copyOf(events);
  }

  /** Lets the user consent, and exchanges the code. */
  OAuthToken consent(FakeAuthorizationServer server, Principal principal) {
    var browser = UserAgentBinding.random();
    AuthorizationRedirect redirect = client.startAuthorization(principal, browser);
    var callback = AuthorizationCallback.parse(server.consent(redirect.uri(), principal.name()));
    return client.finishAuthorization(callback, browser).token();
  }

  @Override
  public void close() {
    clients.close();
  }
}
