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
 * Status of one principal's grant at one registration, as memory or the store has it: for pages
 * that list connections, and for applications that decide when to send a user to consent. Holds no
 * secret. Immutable, safe for use by multiple threads.
 *
 * <p>Tests make one with {@link #connected()} and {@code with…}, {@link #consentNeeded}, {@link
 * #absent()} and {@link #unknown}.
 */
public final class ConnectionStatus {

  /** State of a connection. A later version may have more of them. */
  public enum State {
    /**
     * There is a grant that can be used without the user: its access token has not expired, or it
     * has a refresh token whose end is not known to be over, or the client obtains tokens by
     * itself.
     */
    CONNECTED,
    /**
     * There was a grant, and a token needs the user again: {@link ConnectionStatus#reason()}. Where
     * the client obtains tokens by itself, {@link OAuthSession#obtainToken()} helps as well.
     */
    CONSENT_NEEDED,
    /** Nothing is stored for the principal. */
    ABSENT,
    /**
     * The status could not be looked up: {@link ConnectionStatus#failure()}. Only {@link
     * OAuthClients#status} returns it; {@link OAuthSession#status()} throws the failure.
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

  /** {@return a connection without scopes and refresh token, whose token does not end by time} */
  public static ConnectionStatus connected() {
    return CONNECTED;
  }

  /** {@return the status of a grant that is of no use without the user} */
  public static ConnectionStatus consentNeeded(ReauthorizationRequiredException.Reason reason) {
    return new ConnectionStatus(State.CONSENT_NEEDED, Objects.requireNonNull(reason, "reason"));
  }

  /** {@return the status of a principal for whom nothing is stored} */
  public static ConnectionStatus absent() {
    return ABSENT;
  }

  /** {@return the status of a grant that could not be looked up} */
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

  /** {@return a copy with the scopes that were granted} */
  public ConnectionStatus withScopes(Scopes granted) {
    return new ConnectionStatus(
        state, reason, failure, granted, refreshable, expiresAt, refreshExpiresAt);
  }

  /** {@return a copy that says whether the next token comes without the user} */
  public ConnectionStatus withRefreshable(boolean isRefreshable) {
    return new ConnectionStatus(
        state, reason, failure, scopes, isRefreshable, expiresAt, refreshExpiresAt);
  }

  /** {@return a copy with the end of the access token; empty if it does not end by time} */
  public ConnectionStatus withExpiresAt(Optional<Instant> end) {
    return new ConnectionStatus(
        state, reason, failure, scopes, refreshable, end.orElse(null), refreshExpiresAt);
  }

  /** {@return a copy with the end of the refresh token; empty if it is not known} */
  public ConnectionStatus withRefreshExpiresAt(Optional<Instant> end) {
    return new ConnectionStatus(
        state, reason, failure, scopes, refreshable, expiresAt, end.orElse(null));
  }

  /** {@return the state} */
  public State state() {
    return state;
  }

  /** {@return whether {@link #state()} is {@link State#CONNECTED}} */
  public boolean isConnected() {
    return state == State.CONNECTED;
  }

  /** {@return why the user is needed, with {@link State#CONSENT_NEEDED}; else empty} */
  public Optional<ReauthorizationRequiredException.Reason> reason() {
    return Optional.ofNullable(reason);
  }

  /** {@return why the status is not known, with {@link State#UNKNOWN}; else empty} */
  public Optional<OAuthException> failure() {
    return Optional.ofNullable(failure);
  }

  /** {@return the scopes that were granted to the grant as a whole, where connected; else none} */
  public Scopes scopes() {
    return scopes;
  }

  /**
   * {@return whether, where connected, the next token comes without the user: by a refresh token,
   * or because the client obtains tokens by itself}
   */
  public boolean isRefreshable() {
    return refreshable;
  }

  /**
   * Returns when the access token of the session ends, on this machine's clock; the past where it
   * has expired and is refreshable.
   *
   * @return empty if it does not end by time, if the session's view has none yet, and where not
   *     connected
   */
  public Optional<Instant> expiresAt() {
    return Optional.ofNullable(expiresAt);
  }

  /**
   * Returns when the refresh token ends, on this machine's clock, if the server said so ({@code
   * refresh_expires_in} and the like).
   *
   * @return empty if the server did not say, if there is no refresh token, and where not connected
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
