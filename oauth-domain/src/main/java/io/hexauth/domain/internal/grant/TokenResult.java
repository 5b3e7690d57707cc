// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import io.hexauth.domain.registration.RotationPolicy;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.RefreshToken;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Result of a token request: a token, the refresh token of an answer whose access token cannot be
 * kept, or a {@link TokenFailure}. It says what the request shows about the server, what became of
 * the refresh token, and what callers get.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-5">RFC 6749 §5</a>
 */
public sealed interface TokenResult
    permits TokenResult.Granted, TokenResult.RefreshTokenOnly, TokenFailure {

  /** {@return what it shows about the server and about the refresh token} */
  Meaning meaning();

  /** {@return why callers get no token; empty if they get one} */
  Optional<TokenFailure> failure();

  /** {@return what the function for this kind of result returns} */
  <R> R fold(
      Function<Granted, R> granted,
      Function<RefreshTokenOnly, R> refreshTokenOnly,
      Function<TokenFailure, R> failed);

  /** {@return the token to store; empty if there is none} */
  default Optional<GrantedToken> token() {
    return Optional.empty();
  }

  /**
   * {@return the same, but a token whose scopes are not enough is stored only, and callers do not
   * get it}
   *
   * @param missing which scopes granted ones lack
   */
  default TokenResult covering(UnaryOperator<Scopes> missing) {
    return this;
  }

  /**
   * {@return what this means where the server does this with refresh tokens} A server that rotates
   * may have replaced the refresh token before it refused the scopes or the resource.
   */
  default TokenResult under(RotationPolicy rotation) {
    return this;
  }

  /** {@return the same, after an attempt with the refresh token that ended like this} */
  default TokenResult after(TokenFailure refused) {
    return this;
  }

  /** {@return how long the server asked not to be sent requests} */
  default Optional<Duration> retryAfter() {
    return Optional.empty();
  }

  /** {@return the kind of the answer, whatever was asked for} */
  default AnswerKind answer() {
    return meaning().answer();
  }

  /** {@return whether the server has certainly not processed the request} */
  default boolean isUnprocessed() {
    return meaning().refreshToken() == Effect.UNPROCESSED;
  }

  /** {@return whether it is unknown if the refresh token that was presented is still good} */
  default boolean mayHaveSpent() {
    return meaning().refreshToken() == Effect.MAYBE_SPENT;
  }

  /** {@return whether the refresh token that was presented is certainly as good as before} */
  default boolean leavesRefreshToken() {
    return isUnprocessed() || meaning().refreshToken() == Effect.KEPT;
  }

  /** {@return whether the refresh token that was presented is certainly no longer good} */
  default boolean endsGrant() {
    return meaning().refreshToken() == Effect.ENDED;
  }

  /**
   * Meaning of a result for requests that follow.
   *
   * @param answer the kind of the answer, whatever was asked for
   * @param refreshToken what became of the refresh token that was presented
   * @param summary the result for a log: of the server's words only those that are known
   */
  record Meaning(AnswerKind answer, Effect refreshToken, String summary) {

    /** The server granted what was asked for. */
    static final Meaning GRANTED = new Meaning(AnswerKind.DONE, Effect.OTHER, "granted");
  }

  /** Fate of the refresh token that was presented. */
  enum Effect {
    /** The server has not processed the request, so it is as good as before. */
    UNPROCESSED,
    /** The server has processed the request, and it is as good as before. */
    KEPT,
    /** It is unknown whether it is still good. */
    MAYBE_SPENT,
    /** It is no longer good. */
    ENDED,
    /** It has done its work, none was presented, or the client has gone another way. */
    OTHER
  }

  /**
   * A token, not stored yet.
   *
   * @param granted the token
   * @param renewed whether by the refresh token: then it stays good if no other came with this one
   * @param failure what callers get once the token is stored, if they do not get the token
   */
  record Granted(GrantedToken granted, boolean renewed, Optional<TokenFailure> failure)
      implements TokenResult {

    /** A token that callers get. */
    public Granted(GrantedToken granted, boolean renewed) {
      this(granted, renewed, Optional.empty());
    }

    @Override
    public Meaning meaning() {
      return Meaning.GRANTED;
    }

    @Override
    public Optional<GrantedToken> token() {
      return Optional.of(granted);
    }

    @Override
    public TokenResult covering(UnaryOperator<Scopes> missing) {
      Scopes lacking = missing.apply(granted.scopes());
      return failure.isPresent() || lacking.isEmpty()
          ? this
          : new Granted(
              granted, renewed, Optional.of(new TokenFailure.NotGranted(lacking, Set.of())));
    }

    @Override
    public <R> R fold(
        Function<Granted, R> granted,
        Function<RefreshTokenOnly, R> refreshTokenOnly,
        Function<TokenFailure, R> failed) {
      return granted.apply(this);
    }
  }

  /**
   * An answer whose access token is too large to be kept. Its refresh token must not be lost: it,
   * or the old one if no other came, renews the grant once the limit is raised.
   *
   * @param refreshToken what came with it
   * @param lifetime of the refresh token, if the server said
   * @param reason what callers get once the refresh token is stored
   */
  record RefreshTokenOnly(
      Optional<RefreshToken> refreshToken, Optional<Duration> lifetime, TokenFailure reason)
      implements TokenResult {

    @Override
    public Meaning meaning() {
      return Meaning.GRANTED;
    }

    @Override
    public Optional<TokenFailure> failure() {
      return Optional.of(reason);
    }

    @Override
    public <R> R fold(
        Function<Granted, R> granted,
        Function<RefreshTokenOnly, R> refreshTokenOnly,
        Function<TokenFailure, R> failed) {
      return refreshTokenOnly.apply(this);
    }
  }
}
