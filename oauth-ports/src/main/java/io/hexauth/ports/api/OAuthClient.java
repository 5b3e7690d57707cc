// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.AuthorizationOptions;
import io.hexauth.domain.authorization.AuthorizationRedirect;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import java.util.function.UnaryOperator;

/**
 * One registration at work. Safe for use by multiple threads. Not for implementation: methods may
 * be added.
 *
 * <p>A method that can fail for reasons outside the program throws a subclass of {@link
 * io.hexauth.domain.error.OAuthException}. No method waits longer than the configured caller
 * timeout, and {@link #finishAuthorization} than twice that, once for what was remembered and once
 * for the exchange; then it throws a retryable {@link
 * io.hexauth.domain.error.ServiceUnavailableException}, and what is under way goes on.
 */
public interface OAuthClient {

  /** {@return what was registered} */
  ClientRegistration registration();

  /**
   * Starts an authorization: generates state and PKCE, stores them as a pending authorization, and
   * returns the URL to send the user to.
   *
   * @param principal the owner of the grant to come
   * @param userAgent identifies the user agent; must be the same at the callback
   * @throws IllegalStateException if the registration is not for the authorization code grant
   * @throws IllegalArgumentException if the principal is the client itself
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.1">RFC 6749 §4.1.1</a>
   */
  AuthorizationRedirect startAuthorization(Principal principal, UserAgentBinding userAgent);

  /**
   * As {@link #startAuthorization(Principal, UserAgentBinding)}, with options for this one request.
   *
   * @param options changes it, such as {@code o -> o.parameter("connector", "acme")}
   * @throws IllegalArgumentException if a request with the caller's own state is pending
   */
  AuthorizationRedirect startAuthorization(
      Principal principal, UserAgentBinding userAgent, UnaryOperator<AuthorizationOptions> options);

  /**
   * Finishes an authorization: checks the callback, exchanges the code once, stores the token. It
   * replaces any grant that the principal had.
   *
   * <p>If the store fails after the exchange, the session has the token all the same, and it is
   * stored later: {@code Incident.Kind.SERVED_UNSTORED}.
   *
   * @param userAgent the same as at the start
   * @return the session of the principal who has consented
   * @throws io.hexauth.domain.error.AuthorizationDeniedException if the server sent an error
   *     instead of a code
   * @throws io.hexauth.domain.error.InvalidCallbackException if the callback is not an answer to a
   *     request of this user agent; nothing was sent
   * @throws io.hexauth.domain.error.ServiceUnavailableException if the server or a store could not
   *     be asked or gave no answer in time
   * @throws io.hexauth.domain.error.TokenRequestRejectedException if the server refuses the code or
   *     the client; what is stored stays
   * @throws io.hexauth.domain.error.InvalidServerResponseException if the server's answer cannot be
   *     understood
   * @throws IllegalStateException if the registration is not for the authorization code grant
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.3">RFC 6749 §4.1.3</a>
   */
  OAuthSession finishAuthorization(AuthorizationCallback callback, UserAgentBinding userAgent);

  /**
   * {@return the session of this principal; cheap, makes no request. Keep it for the fastest calls}
   *
   * @throws IllegalStateException if the grant has the client's own tokens only, so that every
   *     principal would get the same: client credentials, or an extension grant without {@code
   *     GrantParameters}; unless a token provider is bound
   */
  OAuthSession session(Principal principal);

  /**
   * {@return the session of the principal with this name, without a tenant}
   *
   * @throws IllegalArgumentException if the name is empty
   * @throws IllegalStateException as {@link #session(Principal)}
   */
  OAuthSession session(String principal);

  /**
   * The session of the client itself.
   *
   * @throws IllegalStateException if the grant needs a user
   */
  OAuthSession session();

  /**
   * A token for the client itself that can be used now; short for {@code session().token()}.
   *
   * @throws IllegalStateException if the grant needs a user
   */
  OAuthToken token();

  /**
   * A token for one user that can be used now; short for {@code session(principal).token()}, and
   * without an object for each call.
   *
   * @throws IllegalStateException as {@link #session(Principal)}
   */
  default OAuthToken tokenFor(Principal principal) {
    return session(principal).token();
  }
}
