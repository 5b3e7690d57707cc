// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import java.util.Map;
import java.util.Set;

/** Every client of an application. Safe for use by multiple threads. */
public interface OAuthClients extends AutoCloseable {

  /**
   * The client of a registration.
   *
   * @return always the same instance for the same id
   * @throws io.hexauth.domain.error.UnknownRegistrationException if no registration has this id
   */
  OAuthClient get(ClientRegistrationId id);

  /**
   * The client of a registration.
   *
   * @return always the same instance for the same id
   * @throws io.hexauth.domain.error.UnknownRegistrationException if no registration has this id
   * @throws IllegalArgumentException if the text is not a registration id
   */
  OAuthClient get(String id);

  /** {@return the ids of all registrations, in an unmodifiable set} */
  Set<ClientRegistrationId> ids();

  /**
   * Finishes an authorization of whichever registration it was started for, so that one redirect
   * URI can serve all of them: the {@code state} leads to the registration. Everything is checked
   * as by {@link OAuthClient#finishAuthorization}, and the same exceptions are thrown;
   * registrations of different servers that share a redirect URI have to be told apart by {@code
   * iss} (RFC 9207).
   *
   * @param userAgent the same as at the start
   * @return the session of the principal and the registration that the authorization was for
   * @throws io.hexauth.domain.error.InvalidCallbackException if the callback is not an answer to a
   *     request of this user agent; nothing was sent. Where it does not lead to a registration, as
   *     with an unknown state, the exception names {@link
   *     io.hexauth.domain.error.InvalidCallbackException#UNKNOWN_REGISTRATION}
   */
  OAuthSession finishAuthorization(AuthorizationCallback callback, UserAgentBinding userAgent);

  /**
   * Returns the status of one principal at every registration, as {@link OAuthSession#status()}
   * tells it: the list of a user's connections. The registrations are looked up at the same time,
   * so this waits no longer than one look does. Registrations that have no grants of this principal
   * are left out: for a user, those whose grant has the client's own tokens only; for {@link
   * Principal#self()}, those that need a user.
   *
   * <p>Where one cannot be looked up, because the store or the cipher does not answer or a record
   * cannot be read, its state is {@link ConnectionStatus.State#UNKNOWN} with the failure, and the
   * others are told all the same.
   *
   * @return by registration, in an unmodifiable map
   * @throws IllegalArgumentException if the principal is over the configured limit
   */
  Map<ClientRegistrationId, ConnectionStatus> status(Principal principal);

  /**
   * Ends it all in order: from now on nothing is asked for any more, and what is under way is
   * waited for: first requests, then providers of the application, then what is announced, each for
   * at most the configured drain timeout. What remains then is interrupted, and so is everything if
   * the calling thread is interrupted. Valid tokens are still handed out. Calling it again does
   * nothing.
   */
  @Override
  void close();
}
