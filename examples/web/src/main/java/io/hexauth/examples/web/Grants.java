// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import jakarta.inject.Inject;

/** The grants of users at the providers, with everything that the users have consented to. */
final class Grants {

  private final OAuthClients clients;

  @Inject
  Grants(OAuthClients clients) {
    this.clients = clients;
  }

  /**
   * {@return the session of a user, which has the scopes of a step-up, too: {@code
   * session(principal)} by itself gets tokens with the scopes of the registration and no others}
   */
  OAuthSession of(Principal user, Provider provider) {
    OAuthSession session = clients.get(provider.id()).session(user);
    ClientRegistration registration = provider.registration();
    Scopes granted = session.status().scopes();
    return registration.scopes().covers(granted)
        ? session
        : session.withAccess(registration.access().withScopes(granted));
  }
}
