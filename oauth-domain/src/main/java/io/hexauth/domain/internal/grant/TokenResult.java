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
 * kept, or a {@link TokenFailure}. The result contains the conclusions about the server and about
 * the refresh token, and the value or exception for callers.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-5">RFC 6749 §5</a>
 */
public sealed interface TokenResult
    permits TokenResult.Granted, TokenResult.RefreshTokenOnly, TokenFailure {

  /** {@return the conclusions about the server and about the refresh token} */
  Meaning meaning();

  /** {@return the reason why callers get no token; empty if they get one} */
  Optional<TokenFailure> failure();

  /** {@return the result of the function for this kind of result} */
  <R> R fold(
      Function<Granted, R> granted,
      Function<RefreshTokenOnly, R> refreshTokenOnly,
      Function<TokenFailure, R> failed);

  /** {@return the token to store; empty if there is none} */
  default Optional<GrantedToken> token() {
    return Optional.empty();
  }

  /**
   * Returns this result for a caller who needs certain scopes. If the token lacks scopes, it is
   * stored, and callers get a failure instead of it.
   *
   * @param missing returns the required scopes that granted scopes lack
   * @return the result
   */
  default TokenResult covering(UnaryOperator<Scopes> missing) {
    return this;
  }

  /**
   * Returns this result for a server with this policy. A server that rotates refresh tokens may
   * have replaced the refresh token before it refused the scopes or the resource.
   */
  default TokenResult under(RotationPolicy rotation) {
    return this;
  }

  /**
   * {@return this result of a second request, which followed a request with the refresh token that
   * failed}
   *
   * @param refused the failure of the first request
   */
  default TokenResult after(TokenFailure refused) {
    return this;
  }

  /** {@return the pause that the server asked for; empty if it asked for none} */
  default Optional<Duration> retryAfter() {
    return Optional.empty();
  }

  /** {@return the kind of the answer, independent of the request} */
  default AnswerKind answer() {
    return meaning().answer();
  }

  /** {@return true if the server has certainly not processed the request} */
  default boolean isUnprocessed() {
    return meaning().refreshToken() == Effect.UNPROCESSED;
  }

  /** {@return true if it is unknown whether the sent refresh token is still valid} */
  default boolean mayHaveSpent() {
    return meaning().refreshToken() == Effect.MAYBE_SPENT;
  }

  /** {@return true if the sent refresh token is certainly still valid} */
  default boolean leavesRefreshToken() {
    return isUnprocessed() || meaning().refreshToken() == Effect.KEPT;
  }

  /** {@return true if the sent refresh token is certainly no longer valid} */
  default boolean endsGrant() {
    return meaning().refreshToken() == Effect.ENDED;
  }

  /**
   * Meaning of a result for later requests.
   *
   * @param answer the kind of the answer, independent of the request
   * @param refreshToken the effect on the sent refresh token
   * @param summary the result for a log, which contains only known texts of the server
   */
  record Meaning(AnswerKind answer, Effect refreshToken, String summary) {

    /** Meaning of a granted request. */
    static final Meaning GRANTED = new Meaning(AnswerKind.DONE, Effect.OTHER, "granted");
  }

  /** Effect of a request on the refresh token that it contained. */
  enum Effect {
    /** The server has not processed the request. The refresh token is still valid. */
    UNPROCESSED,
    /** The server has processed the request. The refresh token is still valid. */
    KEPT,
    /** It is unknown whether the refresh token is still valid. */
    MAYBE_SPENT,
    /** The refresh token is no longer valid. */
    ENDED,
    /**
     * The refresh succeeded, the request contained no refresh token, or the client has obtained a
     * token in another way.
     */
    OTHER
  }

  /**
   * Granted token, which is not stored yet.
   *
   * @param granted the token
   * @param renewed true if the token comes from a refresh; if its answer has no refresh token, the
   *     old one remains valid
   * @param failure the failure that callers get in place of the token, after the token is stored;
   *     empty if they get the token
   */
  record Granted(GrantedToken granted, boolean renewed, Optional<TokenFailure> failure)
      implements TokenResult {

    /** Creates a result whose token callers get. */
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
   * Answer with an access token that is too large to be kept. Its refresh token must be stored:
   * with it, or with the old one if the answer has none, the grant can be refreshed after the limit
   * has been raised.
   *
   * @param refreshToken the refresh token of the answer; empty if it has none
   * @param lifetime the lifetime of the refresh token; empty if the server did not send it
   * @param reason the failure that callers get after the refresh token is stored
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
