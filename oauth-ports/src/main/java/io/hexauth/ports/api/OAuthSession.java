// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Access to the grant of one principal at one registration. Safe for use by multiple threads. A
 * session is a view: all sessions of the same principal see the same grant. Applications do not
 * implement this interface; later versions may add methods.
 *
 * <p>If a method fails for a reason outside the program, it throws a subclass of {@link
 * io.hexauth.domain.error.OAuthException}. A method waits at most for the configured caller
 * timeout. {@link #refresh()} and {@link #importToken} wait at most for twice that time, because
 * they may have to read the store first. After that time, the method throws a retryable {@link
 * io.hexauth.domain.error.ServiceUnavailableException}, and the request under way continues.
 */
public interface OAuthSession {

  /** {@return the registration of this session} */
  ClientRegistration registration();

  /** {@return the owner of the grant} */
  Principal principal();

  /**
   * Returns a valid token. The token comes from memory, or else from the store. If neither has a
   * valid token, Hexauth refreshes the token or obtains a new one. Concurrent callers share one
   * request. If a token is close to its expiry, the method returns it and starts a refresh in the
   * background.
   *
   * @throws io.hexauth.domain.error.TokenExpiredException in manual mode, if the token has expired
   * @throws io.hexauth.domain.error.ReauthorizationRequiredException if the user must consent, for
   *     the first time or again. If the server has refused the grant, this exception is thrown even
   *     if the access token has not expired
   */
  OAuthToken token();

  /**
   * Returns a valid token like {@link #token()}, without blocking. If memory has a valid token, the
   * future is already complete. Otherwise, the future completes within the time limit of {@link
   * #token()}, with the same exceptions. Dependent actions run on the common pool of the JDK, or on
   * the thread that adds them.
   */
  CompletableFuture<OAuthToken> tokenAsync();

  /**
   * Returns the headers that authorize a request to an API. They contain the token that {@link
   * #token()} returns, in the form of its token type (RFC 6750 §2.1).
   *
   * @throws io.hexauth.domain.error.TokenExpiredException as {@link #token()}
   * @throws io.hexauth.domain.error.ReauthorizationRequiredException as {@link #token()}
   */
  ApiAuthorization authorize(ApiRequest request);

  /**
   * Returns the headers like {@link #authorize}, without blocking. The future completes within the
   * time limit of {@link #authorize}, with the same exceptions.
   */
  CompletableFuture<ApiAuthorization> authorizeAsync(ApiRequest request);

  /**
   * Decides on the next step after the answer of an API. The result tells the HTTP client that
   * called this method to return the answer, to send the request again, or to throw an exception.
   *
   * <p><b>Rejected token</b> (status 401 with {@code invalid_token} or without an error, RFC 6750
   * §3.1): the HTTP client must send the request again with another token. If memory or the store
   * has a newer token, that token is used. Otherwise, the token is refreshed now. However many
   * requests were rejected with the same token, it is refreshed once. Each request is sent again at
   * most once, and the caller gets its second answer. If the API rejects the refreshed token too,
   * an incident reports it, and no further refresh happens for 10 s. This pause doubles each time,
   * up to 5 min. In manual mode, the token is not refreshed.
   *
   * <p><b>More scopes or a stronger authentication</b> ({@code insufficient_scope}, RFC 9470): the
   * token is not refreshed. The caller gets a {@link
   * io.hexauth.domain.error.ReauthorizationRequiredException} that contains the demand of the API.
   *
   * <p><b>Failed refresh</b>: if the grant has ended, or if the API sent {@code invalid_token} and
   * only the user can help, {@link Recovery#refusal()} contains the exception. After any other
   * failure of the refresh, such as a server that is down, the caller gets the API's answer.
   *
   * @param request the request that was sent; its origin is logged
   * @param used the authorization of that request, from {@link #authorize} of a session with the
   *     same access request
   * @param answer the answer of the API, with any status
   * @throws IllegalArgumentException if the authorization belongs to another grant or view
   */
  Recovery recover(ApiRequest request, ApiAuthorization used, ApiAnswer answer);

  /**
   * Decides on the next step like {@link #recover}, without blocking. The future completes within
   * the time for which {@link #recover} can block.
   */
  CompletableFuture<Recovery> recoverAsync(
      ApiRequest request, ApiAuthorization used, ApiAnswer answer);

  /**
   * Returns the token in memory or in the store, even if it has expired. The method sends no
   * request to the server.
   *
   * @return the token; empty if there is none
   */
  Optional<OAuthToken> current();

  /**
   * {@return true if {@link #current()} is empty, or if the token has expired or will expire within
   * the clock skew}
   */
  boolean isTokenExpired();

  /**
   * Returns the connection status of the principal, for the view of this session. The status comes
   * from memory if memory has a recent token, and otherwise from the store. The method sends no
   * request to the server. So if the user has revoked the grant at the server, the status remains
   * connected until the server refuses a refresh. A change by another node is visible within the
   * configured staleness.
   *
   * <p>The first case that applies determines the status:
   *
   * <ul>
   *   <li>No grant is stored: absent.
   *   <li>The grant was revoked: consent needed, {@code REVOKED}.
   *   <li>The server has refused the refresh token with an OAuth error: consent needed, with the
   *       reason that {@link #token()} reports, even if the access token has not expired.
   *   <li>The access token has not expired: connected.
   *   <li>The client can obtain tokens by itself: connected.
   *   <li>The grant does not include the scopes of this view: consent needed, {@code NOT_GRANTED}.
   *   <li>There is no refresh token, or its lifetime has ended: consent needed, {@code
   *       NO_REFRESH_TOKEN}.
   *   <li>The server has refused the refresh token twice without an OAuth error, and no later
   *       refresh has had another result: consent needed, {@code REFUSED_WITHOUT_ERROR}.
   *   <li>There is a refresh token: connected.
   * </ul>
   *
   * <p>With the reason {@code REFUSED_WITHOUT_ERROR}, the grant may still work. Only a call that
   * needs a token, such as {@link #token()}, sends the refresh token again, after the hold. So a
   * background job calls {@code token()} for this reason as well.
   *
   * <p>After some time, the store removes a revoked grant, and a grant whose tokens have all
   * expired. The status is then absent.
   *
   * @throws io.hexauth.domain.error.ServiceUnavailableException if the store or the cipher does not
   *     answer in time
   * @throws io.hexauth.domain.error.UnreadableRecordException if this node cannot read the record
   */
  ConnectionStatus status();

  /**
   * Refreshes the token, even if it is still valid, and returns the new one. If there is no refresh
   * token, or if the server refuses it, a client that can obtain tokens by itself obtains a new
   * one. Concurrent calls share one request. If another node has already stored a newer, valid
   * token, the method returns that one and sends no request.
   *
   * @throws io.hexauth.domain.error.ReauthorizationRequiredException if the user must consent:
   *     there is no grant or no refresh token, or the server refuses it
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-6">RFC 6749 §6</a>
   */
  OAuthToken refresh();

  /**
   * Returns another token after an API has rejected one (RFC 6750 §3.1). If memory or the store
   * already has another token, the method returns that one. Otherwise, it refreshes the token like
   * {@link #refresh()}. However many calls have the same rejected token, it is refreshed once.
   *
   * @param rejected the token that the API rejected, from this view
   * @throws io.hexauth.domain.error.ReauthorizationRequiredException as {@link #refresh()}
   */
  OAuthToken refresh(OAuthToken rejected);

  /**
   * Obtains a new grant without the user, even if the stored token is valid. The new grant replaces
   * the old one, even a revoked one.
   *
   * @throws IllegalStateException if the grant needs the user
   * @throws io.hexauth.domain.error.ServiceUnavailableException if the server or the store could
   *     not be reached, or did not answer in time
   * @throws io.hexauth.domain.error.TokenRequestRejectedException if the server refuses the client
   *     or its request; the stored grant is not changed
   * @throws io.hexauth.domain.error.InvalidServerResponseException if the server's answer cannot be
   *     parsed
   * @throws io.hexauth.domain.error.TokenProviderException if code of the application that supplies
   *     secrets, parameters or tokens fails
   */
  OAuthToken obtainToken();

  /**
   * Revokes the grant in the store and at the server, refresh token first (RFC 7009). Whatever the
   * server answers, the grant ends on this node immediately, and on other nodes within the
   * configured staleness.
   *
   * <p>Any success status confirms the revocation, whatever the body contains (RFC 7009 §2.2). If
   * an exception reports that the server did not confirm, the grant has still ended in the store.
   *
   * @return true if the server confirmed; false if there was no token to revoke, if the
   *     registration has no revocation endpoint, or if the server answered {@code
   *     unsupported_token_type} for each token
   * @throws io.hexauth.domain.error.ServiceUnavailableException in three cases. (1) The server did
   *     not answer, was too busy, or could not be asked. The exception is not retryable, because
   *     the grant has already ended and another call would find no token. (2) The caller timeout
   *     ended first, or the queue was full and the grant was not changed. The exception is
   *     retryable. (3) With the service {@code STORE} or {@code CIPHER}: the grant could not be
   *     ended in the store, or its state there is unknown
   * @throws io.hexauth.domain.error.TokenRequestRejectedException if the server refused with an
   *     OAuth error other than {@code unsupported_token_type}
   * @throws io.hexauth.domain.error.InvalidServerResponseException if the server answered with a
   *     status other than success, and without an OAuth error
   * @throws io.hexauth.domain.error.TokenProviderException if the secret supplier of the
   *     application fails
   * @throws io.hexauth.domain.error.UnreadableRecordException if this node cannot read the stored
   *     tokens, so that it cannot revoke them at the server. The grant has ended in the store,
   *     except if this version does not know the state of the record; then the record is not
   *     changed
   */
  boolean revoke();

  /**
   * Imports a token that the application already has. A token without scopes gets the scopes of
   * this session (RFC 6749 §5.1).
   *
   * <p>With {@link ImportMode#IF_ABSENT}, an existing grant is kept, unless the server has refused
   * its refresh token. A node that starts with an old token then does not affect the other nodes.
   * If the existing grant has no token for this view, one is obtained like in {@link #token()},
   * with the exceptions of that method.
   *
   * @return the current token: that of the existing grant, or the imported token
   * @throws io.hexauth.domain.error.ReauthorizationRequiredException with {@link
   *     ImportMode#IF_ABSENT}, if the grant was revoked
   */
  OAuthToken importToken(OAuthToken token, ImportMode mode);

  /**
   * Returns {@link #current()} as JSON with all secrets, for a migration to another store,
   * namespace, registration or principal. Protect the text like the tokens themselves. Export a
   * grant only when it is no longer in use. If its refresh token can be used only once, a second
   * use ends the grant.
   *
   * @return the members that {@code docs/stored-formats.md} describes; empty if there is no token
   */
  Optional<String> exportJson();

  /**
   * Imports a token from {@link #exportJson()}, in the same way as {@link #importToken}.
   *
   * @throws IllegalArgumentException if the text is not an exported token; the message contains no
   *     part of the text
   */
  OAuthToken importJson(String json, ImportMode mode);

  /**
   * Returns a view of the same grant for other scopes, resources or another audience. The view has
   * its own access tokens.
   *
   * <p>The grant, not the registration, limits a view. For scopes that were granted, the view gets
   * a token with fewer scopes (RFC 6749 §6). For other scopes, a new token is obtained if the
   * client can do so by itself. If a user is needed, {@link #token()} throws {@link
   * io.hexauth.domain.error.ReauthorizationRequiredException} with the missing scopes, and no
   * request is sent. A view never returns a token that lacks one of its scopes. Only the
   * registration's own session, {@code session(principal)}, accepts fewer scopes than requested
   * (RFC 6749 §3.3).
   *
   * @throws IllegalArgumentException if a user is needed, and the access request contains resources
   *     that the registration does not have (RFC 8707 §2.2)
   */
  OAuthSession withAccess(AccessRequest access);

  /**
   * Returns a view of the same grant for all scopes that the user has granted, also those of a
   * step-up. The registration's own session, {@code session(principal)}, gets tokens with the
   * scopes of the registration only. Use this view to call an API that has demanded more.
   *
   * <p>Each call uses the grant that memory or the store knows at that time, so the view can be
   * kept when the user consents to more. If memory does not know the grant, each method first waits
   * for the store, at most for the caller timeout. This is also true for the methods that return a
   * future. If there is no grant, the view is the registration's own session.
   *
   * <p>If the client can obtain tokens by itself, the view is the registration's own session, and
   * no method reads the grant first.
   */
  OAuthSession withGrantedAccess();
}
