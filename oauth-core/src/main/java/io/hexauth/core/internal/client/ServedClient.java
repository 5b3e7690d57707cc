// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.client;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.AuthorizationOptions;
import io.hexauth.domain.authorization.AuthorizationRedirect;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthSession;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Client of a registration from the application's database, which may change or be removed. It
 * keeps the id, and looks up the rest for each call.
 */
final class ServedClient implements OAuthClient {

  private final ClientRegistrationId id;
  private final Supplier<DefaultOAuthClient> current;

  ServedClient(ClientRegistrationId id, Supplier<DefaultOAuthClient> current) {
    this.id = id;
    this.current = current;
  }

  @Override
  public ClientRegistration registration() {
    return current.get().registration();
  }

  @Override
  public AuthorizationRedirect startAuthorization(
      Principal principal,
      UserAgentBinding userAgent,
      UnaryOperator<AuthorizationOptions> options) {
    return current.get().startAuthorization(principal, userAgent, options);
  }

  @Override
  public OAuthSession finishAuthorization(
      AuthorizationCallback callback, UserAgentBinding userAgent) {
    return kept(current.get().finishAuthorization(callback, userAgent));
  }

  /**
   * {@return a session with the same principal and access, which always uses the current revision
   * of the registration}
   */
  OAuthSession kept(DefaultOAuthSession session) {
    return opened(client -> client.session(session.principal(), session.access()));
  }

  @Override
  public OAuthSession session(Principal principal) {
    return opened(client -> client.session(principal));
  }

  @Override
  public OAuthSession session() {
    return opened(DefaultOAuthClient::session);
  }

  private OAuthSession opened(Function<DefaultOAuthClient, DefaultOAuthSession> open) {
    OAuthSession unused = open.apply(current.get()); // throws what each use would throw
    return new CurrentSession(id, () -> open.apply(current.get()), UnaryOperator.identity());
  }

  @Override
  public OAuthToken token() {
    return current.get().token();
  }

  @Override
  public OAuthToken tokenFor(Principal principal) {
    return current.get().tokenFor(principal);
  }

  @Override
  public String toString() {
    return "OAuthClient[" + id + "]";
  }
}
