// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import java.util.Map;
import java.util.Set;

/** All OAuth clients of an application. Safe for use by multiple threads. */
public interface OAuthClients extends AutoCloseable {

  /**
   * Returns the client of a registration.
   *
   * @return the client; the same instance for each call with the same id
   * @throws io.hexauth.domain.error.UnknownRegistrationException if no registration has this id
   */
  OAuthClient get(ClientRegistrationId id);

  /**
   * Returns the client of a registration.
   *
   * @return the client; the same instance for each call with the same id
   * @throws io.hexauth.domain.error.UnknownRegistrationException if no registration has this id
   * @throws IllegalArgumentException if the text is not a valid registration id
   */
  OAuthClient get(String id);

  /**
   * {@return the ids of all registrations that Guice modules have added, in an unmodifiable set}
   * The set does not contain registrations from a {@link ClientRegistrations}.
   */
  Set<ClientRegistrationId> ids();

  /**
   * Finishes an authorization of any registration. With this method, one redirect URI can serve all
   * registrations. The {@code state} of the callback identifies the registration. The checks and
   * exceptions are those of {@link OAuthClient#finishAuthorization}. If registrations of different
   * servers share a redirect URI, the servers must send {@code iss} (RFC 9207).
   *
   * @param userAgent the same value as at the start of the authorization
   * @return the session of the principal at the registration of this authorization
   * @throws io.hexauth.domain.error.InvalidCallbackException if the callback does not answer a
   *     pending authorization of this user agent; no request was sent. If the callback identifies
   *     no registration, for example because its state is unknown, the exception contains {@link
   *     io.hexauth.domain.error.InvalidCallbackException#UNKNOWN_REGISTRATION}
   */
  OAuthSession finishAuthorization(AuthorizationCallback callback, UserAgentBinding userAgent);

  /**
   * Returns the status of one principal at every registration of {@link #ids()}. Each status is
   * that of {@link OAuthSession#status()}. Use the method for a page that lists the connections of
   * a user. All registrations are read at the same time, so the call takes as long as the slowest
   * read.
   *
   * <p>The result does not contain registrations that cannot have a grant of this principal, such
   * as a registration with client credentials for a user, or a registration with the authorization
   * code grant for {@link Principal#self()}. For these, {@link OAuthClient#session(Principal)}
   * throws an {@link IllegalStateException}.
   *
   * <p>If a status cannot be read, because the store or the cipher does not answer or the record is
   * unreadable, its state is {@link ConnectionStatus.State#UNKNOWN} with the failure. The other
   * entries are not affected.
   *
   * @return the status by registration, in an unmodifiable map
   * @throws IllegalArgumentException if the principal exceeds the configured size limit
   */
  Map<ClientRegistrationId, ConnectionStatus> status(Principal principal);

  /**
   * Closes all clients. They accept no new refresh and no new authorization. The method waits in
   * three steps: first for requests that were accepted before, then for revocations and token
   * providers of the application, and then for the delivery of events. Each step waits at most for
   * the configured drain timeout, and then interrupts its remaining work. If the calling thread is
   * interrupted, the method waits no longer, and interrupts all remaining work. After the call, a
   * client still returns a token that is in memory and valid. A second call has no effect.
   */
  @Override
  void close();
}
