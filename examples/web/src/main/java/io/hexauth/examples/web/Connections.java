// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.AuthorizationRedirect;
import io.hexauth.domain.error.AuthorizationDeniedException;
import io.hexauth.domain.error.InvalidServerResponseException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.ports.api.ConnectionStatus;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Optional;

/** The user's connections: connect, callback, list and disconnect. */
final class Connections {

  private final Guard guard;
  private final OAuthClients clients;
  private final Providers providers;
  private final Settings settings;

  @Inject
  Connections(Guard guard, OAuthClients clients, Providers providers, Settings settings) {
    this.guard = guard;
    this.clients = clients;
    this.providers = providers;
    this.settings = settings;
  }

  void list(Context context) {
    Visit visit = Visit.of(context);
    var states = new LinkedHashMap<Provider, ConnectionStatus>();
    for (Provider provider : providers.all()) {
      OAuthSession session = clients.get(provider.id()).session(visit.signedIn());
      states.put(provider, session.withGrantedAccess().status());
    }
    context.html(ConnectionsPage.show(visit, states));
  }

  /** Sends the user to the provider to consent. */
  void connect(Context context) {
    guard.limit(context);
    Visit visit = Visit.of(context);
    Provider provider = providers.of(context);
    visit.takeStepUp(provider.id()); // this consent is for the scopes of the registration
    AuthorizationRedirect consent =
        clients.get(provider.id()).startAuthorization(visit.signedIn(), visit.userAgent());
    context.redirect(consent.uri().toString(), HttpStatus.SEE_OTHER);
  }

  /** Handles the callback: the provider has sent the user back with a code or with an error. */
  void finish(Context context) {
    Visit visit = Visit.of(context);
    Provider provider = providers.of(context);
    Optional<Visit.StepUp> stepUp = visit.takeStepUp(provider.id());
    try {
      clients.finishAuthorization(callback(context), visit.userAgent());
      visit.tell(Notice.done(provider.name() + " is connected."));
      context.redirect(stepUp.map(Visit.StepUp::path).orElse("/"), HttpStatus.SEE_OTHER);
    } catch (AuthorizationDeniedException e) {
      visit.tell(
          Notice.problem(
              "You did not allow access at "
                  + provider.name()
                  + ", so nothing has changed. You can try again at any time."));
      context.redirect("/", HttpStatus.SEE_OTHER);
    }
  }

  /**
   * {@return the callback with the URL that the browser requested} Behind a proxy, the server sees
   * another URL.
   */
  private AuthorizationCallback callback(Context context) {
    String query = Optional.ofNullable(context.queryString()).orElse("");
    return new AuthorizationCallback(settings.get("url"), context.path(), query);
  }

  /** Ends the grant in this application and at the provider. */
  void disconnect(Context context) {
    Visit visit = Visit.of(context);
    Provider provider = providers.of(context);
    boolean confirmed = revoke(clients.get(provider.id()).session(visit.signedIn()));
    visit.tell(
        Notice.done(
            provider.name()
                + (confirmed
                    ? " is disconnected."
                    : " is disconnected here. To be sure, remove this application at "
                        + provider.name()
                        + " as well.")));
    context.redirect("/", HttpStatus.SEE_OTHER);
  }

  private static boolean revoke(OAuthSession session) {
    try {
      return session.revoke();
    } catch (ServiceUnavailableException e) {
      if (e.isRetryable()
          || e.service() != ServiceUnavailableException.Service.AUTHORIZATION_SERVER) {
        throw e; // the grant has not ended yet
      }
      return false;
    } catch (TokenRequestRejectedException | InvalidServerResponseException e) {
      return false; // the grant has ended here, but the provider has not confirmed it
    }
  }
}
