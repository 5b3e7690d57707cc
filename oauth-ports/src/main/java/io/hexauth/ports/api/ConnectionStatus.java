// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.scope.Scopes;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Status of one principal's grant at one registration, from memory or from the store. Use it for
 * pages that list connections, and to decide when to ask a user for consent. Contains no secret.
 * Immutable, safe for use by multiple threads.
 *
 * <p>Tests can create a status with {@link #connected()} and the {@code with…} methods, {@link
 * #consentNeeded}, {@link #absent()} and {@link #unknown}.
 */
public final class ConnectionStatus {

  /** State of a connection. Later versions may add states. */
  public enum State {
    /**
     * The grant can be used without the user. Either its access token has not expired, or the
     * client can obtain a new one: by itself, or with a refresh token that is not known to have
     * expired or to be refused.
     */
    CONNECTED,
    /**
     * The user must consent again. {@link ConnectionStatus#reason()} has the reason. If the client
     * obtains tokens by itself, {@link OAuthSession#obtainToken()} also creates a new grant.
     */
    CONSENT_NEEDED,
    /** The store has no grant of the principal. */
    ABSENT,
    /**
     * The status could not be read. {@link ConnectionStatus#failure()} has the cause. Only {@link
     * OAuthClients#status} returns this state; {@link OAuthSession#status()} throws the failure.
     */
    UNKNOWN
  }

  private static final ConnectionStatus CONNECTED = new ConnectionStatus(State.CONNECTED, null);
  private static final ConnectionStatus ABSENT = new ConnectionStatus(State.ABSENT, null);

  private final State state;
  private final ReauthorizationRequiredException.@Nullable Reason reason;
  private final @Nullable OAuthException failure;
  private final Scopes scopes;
  private final boolean refreshable;
  private final @Nullable Instant expiresAt;
  private final @Nullable Instant refreshExpiresAt;

  private ConnectionStatus(State state, ReauthorizationRequiredException.@Nullable Reason reason) {
    this(state, reason, null, Scopes.none(), false, null, null);
  }

  private ConnectionStatus(
      State state,
      ReauthorizationRequiredException.@Nullable Reason reason,
      @Nullable OAuthException failure,
      Scopes scopes,
      boolean refreshable,
      @Nullable Instant expiresAt,
      @Nullable Instant refreshExpiresAt) {
    this.state = state;
    this.reason = reason;
    this.failure = failure;
    this.scopes = scopes;
    this.refreshable = refreshable;
    this.expiresAt = expiresAt;
    this.refreshExpiresAt = refreshExpiresAt;
  }

  /**
   * {@return a connected status without scopes and without a refresh token; its access token does
   * not expire}
   */
  public static ConnectionStatus connected() {
    return CONNECTED;
  }

  /** {@return the status of a grant that needs a new consent} */
  public static ConnectionStatus consentNeeded(ReauthorizationRequiredException.Reason reason) {
    return new ConnectionStatus(State.CONSENT_NEEDED, Objects.requireNonNull(reason, "reason"));
  }

  /** {@return the status of a principal without a stored grant} */
  public static ConnectionStatus absent() {
    return ABSENT;
  }

  /** {@return the status of a grant that could not be read} */
  public static ConnectionStatus unknown(OAuthException failure) {
    return new ConnectionStatus(
        State.UNKNOWN,
        null,
        Objects.requireNonNull(failure, "failure"),
        Scopes.none(),
        false,
        null,
        null);
  }

  /** {@return a copy with these granted scopes} */
  public ConnectionStatus withScopes(Scopes granted) {
    return new ConnectionStatus(
        state, reason, failure, granted, refreshable, expiresAt, refreshExpiresAt);
  }

  /** {@return a copy with another {@link #isRefreshable()}} */
  public ConnectionStatus withRefreshable(boolean isRefreshable) {
    return new ConnectionStatus(
        state, reason, failure, scopes, isRefreshable, expiresAt, refreshExpiresAt);
  }

  /** {@return a copy with another expiry of the access token; empty if it does not expire} */
  public ConnectionStatus withExpiresAt(Optional<Instant> end) {
    return new ConnectionStatus(
        state, reason, failure, scopes, refreshable, end.orElse(null), refreshExpiresAt);
  }

  /** {@return a copy with another expiry of the refresh token; empty if it is unknown} */
  public ConnectionStatus withRefreshExpiresAt(Optional<Instant> end) {
    return new ConnectionStatus(
        state, reason, failure, scopes, refreshable, expiresAt, end.orElse(null));
  }

  /** {@return the state} */
  public State state() {
    return state;
  }

  /** {@return true if {@link #state()} is {@link State#CONNECTED}} */
  public boolean isConnected() {
    return state == State.CONNECTED;
  }

  /**
   * {@return the reason for a new consent if the state is {@link State#CONSENT_NEEDED}; otherwise
   * empty}
   */
  public Optional<ReauthorizationRequiredException.Reason> reason() {
    return Optional.ofNullable(reason);
  }

  /** {@return the failure if the state is {@link State#UNKNOWN}; otherwise empty} */
  public Optional<OAuthException> failure() {
    return Optional.ofNullable(failure);
  }

  /**
   * {@return the scopes of the whole grant if the state is {@link State#CONNECTED}; otherwise no
   * scopes}
   */
  public Scopes scopes() {
    return scopes;
  }

  /**
   * {@return true if the connection can get its next token without the user: there is a refresh
   * token, or the client obtains tokens by itself. False if not connected}
   */
  public boolean isRefreshable() {
    return refreshable;
  }

  /**
   * Returns the expiry of the session's access token, by the clock of this machine. The expiry is
   * in the past if the token has expired and can be refreshed.
   *
   * @return the expiry; empty if the token does not expire, if the session is a view that has no
   *     token yet, or if not connected
   */
  public Optional<Instant> expiresAt() {
    return Optional.ofNullable(expiresAt);
  }

  /**
   * Returns the expiry of the refresh token, by the clock of this machine. It is known only if the
   * server sent it, in {@code refresh_expires_in} or a similar member. If the server sent 0, the
   * refresh token does not expire.
   *
   * @return the expiry; empty if the refresh token does not expire, if its expiry is not known, if
   *     there is no refresh token, or if not connected
   */
  public Optional<Instant> refreshExpiresAt() {
    return Optional.ofNullable(refreshExpiresAt);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ConnectionStatus that
        && state == that.state
        && reason == that.reason
        && Objects.equals(failure, that.failure)
        && scopes.equals(that.scopes)
        && refreshable == that.refreshable
        && Objects.equals(expiresAt, that.expiresAt)
        && Objects.equals(refreshExpiresAt, that.refreshExpiresAt);
  }

  @Override
  public int hashCode() {
    return Objects.hash(state, reason, scopes, refreshable, expiresAt, refreshExpiresAt);
  }

  @Override
  public String toString() {
    return "ConnectionStatus["
        + state
        + (reason == null ? "" : ", " + reason)
        + ", scopes="
        + scopes
        + ", refreshable="
        + refreshable
        + ", expiresAt="
        + (expiresAt == null ? "never" : expiresAt)
        + "]";
  }
}
