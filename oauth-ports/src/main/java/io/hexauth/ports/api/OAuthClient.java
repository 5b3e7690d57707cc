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
 * Client for one registration. Safe for use by multiple threads. Applications do not implement this
 * interface; later versions may add methods.
 *
 * <p>If a method fails for a reason outside the program, it throws a subclass of {@link
 * io.hexauth.domain.error.OAuthException}. A method waits at most for the configured caller
 * timeout. {@link #finishAuthorization} waits at most for twice that time: once for the pending
 * authorization, and once for the code exchange. {@code startAuthorization} with the demand of an
 * API also waits at most for twice that time: once for the stored grant, and once for the pending
 * authorization. When the time is over, the method throws a retryable {@link
 * io.hexauth.domain.error.ServiceUnavailableException}. A request that has already started
 * continues in the background.
 */
public interface OAuthClient {

  /** {@return the registration of this client} */
  ClientRegistration registration();

  /**
   * Starts an authorization. The method generates the state and the PKCE verifier, stores them as a
   * pending authorization, and returns the URL to which the application redirects the user.
   *
   * @param principal the owner of the future grant
   * @param userAgent identifies the user agent; must be the same at the callback
   * @return the authorization URL with its state
   * @throws IllegalStateException if the registration is not for the authorization code grant
   * @throws IllegalArgumentException if the principal is the client itself
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.1">RFC 6749 §4.1.1</a>
   */
  default AuthorizationRedirect startAuthorization(
      Principal principal, UserAgentBinding userAgent) {
    return startAuthorization(principal, userAgent, UnaryOperator.identity());
  }

  /**
   * Starts an authorization like {@link #startAuthorization(Principal, UserAgentBinding)}, with
   * options that apply to this authorization only.
   *
   * @param options changes the options, for example {@code o -> o.parameter("connector", "acme")}
   * @throws IllegalArgumentException if the options contain a state that is already pending
   */
  AuthorizationRedirect startAuthorization(
      Principal principal, UserAgentBinding userAgent, UnaryOperator<AuthorizationOptions> options);

  /**
   * Finishes an authorization. The method checks the callback, exchanges the code once, and stores
   * the token. The new grant replaces the previous grant of the principal.
   *
   * <p>If the store fails after the exchange, the session still returns the token, and Hexauth
   * stores the token later: {@code Incident.Kind.SERVED_UNSTORED}.
   *
   * @param userAgent the same value as at the start of the authorization
   * @return the session of the principal who has consented
   * @throws io.hexauth.domain.error.AuthorizationDeniedException if the server sent an error
   *     instead of a code
   * @throws io.hexauth.domain.error.InvalidCallbackException if the callback does not answer a
   *     pending authorization of this user agent; no request was sent
   * @throws io.hexauth.domain.error.ServiceUnavailableException if the server or the store could
   *     not be reached, or did not answer in time
   * @throws io.hexauth.domain.error.TokenRequestRejectedException if the server refuses the code or
   *     the client; the stored grant is not changed
   * @throws io.hexauth.domain.error.InvalidServerResponseException if the server's answer cannot be
   *     parsed
   * @throws io.hexauth.domain.error.UnreadableRecordException if this node cannot read the pending
   *     authorization or the previous grant; no request was sent
   * @throws IllegalStateException if the registration is not for the authorization code grant
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.3">RFC 6749 §4.1.3</a>
   */
  OAuthSession finishAuthorization(AuthorizationCallback callback, UserAgentBinding userAgent);

  /**
   * Returns the session of a principal. The call is cheap and sends no request. Keep the session if
   * you need it very often.
   *
   * @throws IllegalStateException if the registration cannot have a grant of this principal. With
   *     client credentials, or with an extension grant without {@code GrantParameters}, users have
   *     no grant, unless a token provider is bound. With the authorization code or password grant,
   *     {@link Principal#self()} has no grant
   * @throws IllegalArgumentException if the principal exceeds the configured size limit
   */
  OAuthSession session(Principal principal);

  /**
   * {@return the session of the principal with this name, without a tenant}
   *
   * @throws IllegalArgumentException if the name is empty
   * @throws IllegalStateException as {@link #session(Principal)}
   */
  default OAuthSession session(String principal) {
    return session(Principal.of(principal));
  }

  /**
   * Returns the session of the client itself.
   *
   * @throws IllegalStateException if the grant needs a user
   */
  OAuthSession session();

  /**
   * Returns a valid token of the client itself; short for {@code session().token()}.
   *
   * @throws IllegalStateException if the grant needs a user
   */
  OAuthToken token();

  /**
   * Returns a valid token of one principal. The result is that of {@code
   * session(principal).token()}, but the call creates no session object.
   *
   * @throws IllegalStateException as {@link #session(Principal)}
   */
  default OAuthToken tokenFor(Principal principal) {
    return session(principal).token();
  }
}
