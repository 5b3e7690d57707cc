// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One principal's grant at one registration. Safe for use by multiple threads; a session is a view,
 * so any number of them for the same principal see the same grant. Not for implementation: methods
 * may be added.
 *
 * <p>A method that can fail for reasons outside the program throws a subclass of {@link
 * io.hexauth.domain.error.OAuthException}. No method waits longer than the configured caller
 * timeout, {@link #refresh()} and {@link #importToken} than twice that, because they may have to
 * look first; then it throws a retryable {@link
 * io.hexauth.domain.error.ServiceUnavailableException}, and what is under way goes on.
 */
public interface OAuthSession {

  /** {@return what was registered} */
  ClientRegistration registration();

  /** {@return whose grant it is} */
  Principal principal();

  /**
   * A token that can be used now: from memory, else from the store, else refreshed or fetched, once
   * however many ask. While a token is due but not expired, it is returned and refreshed in the
   * background.
   *
   * @throws io.hexauth.domain.error.TokenExpiredException in manual mode, if the token has expired
   * @throws io.hexauth.domain.error.ReauthorizationRequiredException if the user must consent
   *     (again): also while the access token has not expired, if the server has refused its grant
   */
  OAuthToken token();

  /**
   * As {@link #token()}, without waiting: done already if memory has a token that can be used now.
   * The future ends as late as a call of {@link #token()} would, in the same failures; its actions
   * run on the common pool of the JDK, or on the thread that adds them.
   */
  CompletableFuture<OAuthToken> tokenAsync();

  /**
   * What a request to an API must carry: a token as {@link #token()} returns it, in the headers of
   * its type (RFC 6750 §2.1).
   *
   * @throws io.hexauth.domain.error.TokenExpiredException as {@link #token()}
   * @throws io.hexauth.domain.error.ReauthorizationRequiredException as {@link #token()}
   */
  ApiAuthorization authorize(ApiRequest request);

  /**
   * As {@link #authorize}, without waiting. The future ends as late as a call of {@link #authorize}
   * would, in the same failures.
   */
  CompletableFuture<ApiAuthorization> authorizeAsync(ApiRequest request);

  /**
   * What follows from the answer to a request.
   *
   * <p>If the API does not take the token (status 401 with {@code invalid_token} or without an
   * error, RFC 6750 §3.1), the request is sent again with another token: the one that is known here
   * or in the store already, else one that is refreshed now. However many requests were rejected
   * with one token, it is refreshed once. Each request is sent again at most once, its second
   * answer is the caller's. An API that rejects the refreshed token as well brings no further
   * refresh for 10 s, for twice as long each time after that, up to 5 min; an incident tells of it.
   * In manual mode nothing is refreshed.
   *
   * <p>If the API demands more scopes or a stronger authentication ({@code insufficient_scope}; RFC
   * 9470), nothing is refreshed, and the caller gets a {@link
   * io.hexauth.domain.error.ReauthorizationRequiredException} with the demand.
   *
   * <p>If the grant has ended, or the API said {@code invalid_token} and only the user can help,
   * that failure is in {@link Recovery#refusal()}, too. With every other failure of the refresh,
   * such as a server that is down, the answer is the caller's.
   *
   * @param request as it was sent; its origin is logged
   * @param used what it carried, from {@link #authorize} of a session for the same access
   * @param answer the API's, of any status
   * @throws IllegalArgumentException if the authorization is of another grant or view
   */
  Recovery recover(ApiRequest request, ApiAuthorization used, ApiAnswer answer);

  /**
   * As {@link #recover}, without waiting. The future ends as late as a call of {@link #recover}
   * would.
   */
  CompletableFuture<Recovery> recoverAsync(
      ApiRequest request, ApiAuthorization used, ApiAnswer answer);

  /**
   * {@return the token as it is in memory or in the store, expired or not; empty if there is none.
   * Never asks the server}
   */
  Optional<OAuthToken> current();

  /** {@return whether {@link #current()} is absent, or its expiry less the clock skew is over} */
  boolean isTokenExpired();

  /**
   * Returns whether the principal is connected, for this session's view: what memory knows while it
   * has a token that is fresh, else what the store has. Never asks the server: a grant that the
   * user has withdrawn there is connected here until a refresh is refused. Another node's change is
   * seen within the configured staleness.
   *
   * <ul>
   *   <li>An access token that has not expired, or a refresh token: connected.
   *   <li>An expired access token without a refresh token, or with one whose end, as the server
   *       said it, is over: consent needed, {@code NO_REFRESH_TOKEN}; connected where the client
   *       obtains tokens by itself. The store removes it after a while: absent.
   *   <li>A grant that the server has refused: consent needed, with the reason that {@link
   *       #token()} gives, also while the access token has not expired.
   *   <li>A grant that was revoked: consent needed, {@code REVOKED}. The store forgets that after a
   *       while: absent.
   *   <li>A grant that does not cover this view: consent needed, {@code NOT_GRANTED}.
   *   <li>Nothing: absent.
   * </ul>
   *
   * @throws io.hexauth.domain.error.ServiceUnavailableException if the store or the cipher does not
   *     answer in time
   * @throws io.hexauth.domain.error.UnreadableRecordException if the record cannot be read here
   */
  ConnectionStatus status();

  /**
   * A token that is newer than {@link #current()}, by the refresh token, or by the grant itself
   * where the client can obtain it. Concurrent calls share one request.
   *
   * @throws io.hexauth.domain.error.ReauthorizationRequiredException if there is no refresh token,
   *     or the server refuses it
   */
  OAuthToken refresh();

  /**
   * A token in place of one that an API has rejected (RFC 6750 §3.1): where another one is known
   * already, here or in the store, that one, and nothing is refreshed; else as {@link #refresh()}.
   * However many calls were rejected with the same token, it is refreshed once.
   *
   * @param rejected as it was used; of this view
   * @throws io.hexauth.domain.error.ReauthorizationRequiredException if there is no refresh token,
   *     or the server refuses it
   */
  OAuthToken refresh(OAuthToken rejected);

  /**
   * Obtains a new grant without the user, even if the stored token can still be used; it replaces
   * the old grant, a revoked one included.
   *
   * @throws IllegalStateException if the grant needs the user
   * @throws io.hexauth.domain.error.ServiceUnavailableException if the server or the store could
   *     not be asked or gave no answer in time
   * @throws io.hexauth.domain.error.TokenRequestRejectedException if the server refuses the client
   *     or its request; what is stored stays
   * @throws io.hexauth.domain.error.InvalidServerResponseException if the server's answer cannot be
   *     understood
   * @throws io.hexauth.domain.error.TokenProviderException if the application's own code that gives
   *     secrets, parameters or tokens fails
   */
  OAuthToken obtainToken();

  /**
   * Revokes the grant here and at the server, refresh token first (RFC 7009). It ends here at once
   * and on other nodes within the configured staleness, whatever the server answers.
   *
   * <p>A status of success confirms, whatever the server writes (RFC 7009 §2.2). Where an exception
   * says that the server did not confirm, the grant has ended here all the same.
   *
   * @return whether the server confirmed; false if the registration has no revocation endpoint or
   *     there was nothing to revoke
   * @throws io.hexauth.domain.error.ServiceUnavailableException if the server did not answer, was
   *     too busy or was not asked; not retryable then, because the grant has ended here and another
   *     call would find nothing to revoke. Retryable if the caller timeout ended first, or if too
   *     much waits here and nothing was changed; with the service {@code STORE} or {@code CIPHER},
   *     if the grant could not be ended in the store, or that is unknown
   * @throws io.hexauth.domain.error.TokenRequestRejectedException if the server refused with an
   *     OAuth error other than {@code unsupported_token_type}
   * @throws io.hexauth.domain.error.InvalidServerResponseException if the server answered with any
   *     other status than a success, and no OAuth error
   * @throws io.hexauth.domain.error.TokenProviderException if the application's secret supplier
   *     does not deliver
   * @throws io.hexauth.domain.error.UnreadableRecordException if the stored tokens cannot be read
   *     here, so that the server cannot be told: the grant has ended in the store. If the state of
   *     the record itself is not known to this version, nothing is changed
   */
  boolean revoke();

  /**
   * Imports a token that the application already has. A token without scopes is taken to have those
   * of this session (RFC 6749 §5.1).
   *
   * <p>With {@link ImportMode#IF_ABSENT}, a grant that is there stays: a node that starts with
   * yesterday's token does not disturb the others. If that grant has no token for this view yet,
   * one is acquired as by {@link #token()}, with the failures of that method.
   *
   * @return the token that is current now: that of the grant that stays, else this one as stored
   * @throws io.hexauth.domain.error.ReauthorizationRequiredException with {@link
   *     ImportMode#IF_ABSENT}, if the grant was revoked
   */
  OAuthToken importToken(OAuthToken token, ImportMode mode);

  /**
   * Returns {@link #current()} as JSON, with every secret in it, for a migration to another store,
   * namespace, registration or principal. Keep the text as safe as the tokens themselves. Export
   * when nothing uses the grant any more: where a refresh token is good for one use, the copy that
   * is used second ends the grant.
   *
   * @return the members that {@code docs/stored-formats.md} describes; empty if there is no token
   */
  Optional<String> exportJson();

  /**
   * Imports a token that {@link #exportJson()} has returned, as {@link #importToken} does.
   *
   * @throws IllegalArgumentException if the text is no such token; nothing of it is in the message
   */
  OAuthToken importJson(String json, ImportMode mode);

  /**
   * A view of the same grant for other scopes, resources or audience: its tokens are its own.
   *
   * <p>The grant decides what a view gets, not the registration. Scopes that were granted come as a
   * narrower token (RFC 6749 §6). Others are obtained anew where the client can do that by itself;
   * where a user is needed, {@link #token()} throws {@link
   * io.hexauth.domain.error.ReauthorizationRequiredException} with the missing scopes, and nothing
   * is sent. A token that lacks a scope of the view is never returned. Only the registration's own
   * request, which is that of {@code session(principal)}, takes what was granted of it, possibly
   * less (RFC 6749 §3.3).
   *
   * @throws IllegalArgumentException if a user is needed, and it asks for resources that the
   *     registration does not have (RFC 8707 §2.2)
   */
  OAuthSession withAccess(AccessRequest access);
}
