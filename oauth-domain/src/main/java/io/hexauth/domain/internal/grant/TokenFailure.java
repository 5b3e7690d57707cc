// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import io.hexauth.domain.error.OAuthError;
import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.registration.GrantType;
import io.hexauth.domain.registration.RotationPolicy;
import io.hexauth.domain.scope.Scopes;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Result of a token request with which callers get no token. */
public sealed interface TokenFailure extends TokenResult {

  /** {@return the result of the function in {@code cases} for this failure} */
  <R> R fold(Cases<R> cases);

  /** {@return true if the server refused the refresh token without a reason} */
  default boolean isUnexplained() {
    return false;
  }

  /** {@return the server's OAuth error code; empty if it sent none} */
  default Optional<OAuthErrorCode> errorCode() {
    return Optional.empty();
  }

  @Override
  default Optional<TokenFailure> failure() {
    return Optional.of(this);
  }

  @Override
  default <R> R fold(
      Function<Granted, R> granted,
      Function<RefreshTokenOnly, R> refreshTokenOnly,
      Function<TokenFailure, R> failed) {
    return failed.apply(this);
  }

  /** If the refused refresh token may have been spent, the stored record must still show this. */
  @Override
  default TokenResult after(TokenFailure refused) {
    return refused.mayHaveSpent() ? new FailedAfter(refused, this) : this;
  }

  /**
   * One method for each kind of failure.
   *
   * @param <R> the type of the values that the methods return
   */
  interface Cases<R> {

    /** {@return the result for {@link Refused}} */
    R refused(Refused refused);

    /** {@return the result for {@link RefusedWithoutError}} */
    R refusedWithoutError(RefusedWithoutError refused);

    /** {@return the result for {@link Busy}} */
    R busy(Busy busy);

    /** {@return the result for {@link Unusable}} */
    R unusable(Unusable unusable);

    /** {@return the result for {@link TooLarge}} */
    R tooLarge(TooLarge tooLarge);

    /** {@return the result for {@link NoAnswer}} */
    R noAnswer(NoAnswer noAnswer);

    /** {@return the result for {@link NotSent}} */
    R notSent(NotSent notSent);

    /** {@return the result for {@link NotGranted}} */
    R notGranted(NotGranted notGranted);

    /** {@return the result for {@link NotTried}} */
    R notTried(NotTried notTried);

    /** {@return the result for {@link FailedAfter}} */
    R failedAfter(FailedAfter failed);
  }

  /**
   * The server processed the request and refused it with an OAuth error (RFC 6749 §5.2).
   *
   * @param grantType the grant type of the request
   * @param status the HTTP status
   * @param error the server's error
   * @param maybeRotated true if the server may have replaced the refresh token before it refused
   *     the request
   */
  record Refused(GrantType grantType, int status, OAuthError error, boolean maybeRotated)
      implements TokenFailure {

    /** Creates a refusal after which the refresh token has not been replaced. */
    public Refused(GrantType grantType, int status, OAuthError error) {
      this(grantType, status, error, false);
    }

    @Override
    public Meaning meaning() {
      boolean dead = isRefresh(grantType) && error.code().endsRefreshToken();
      Effect refreshToken = maybeRotated ? Effect.MAYBE_SPENT : dead ? Effect.ENDED : Effect.KEPT;
      return new Meaning(
          AnswerKind.of(error.code()), refreshToken, "refused with " + error.code().named());
    }

    @Override
    public Optional<OAuthErrorCode> errorCode() {
      return Optional.of(error.code());
    }

    @Override
    public TokenResult under(RotationPolicy rotation) {
      return rotation.isRotating() && isRefresh(grantType) && error.code().concernsAccessOnly()
          ? new Refused(grantType, status, error, true)
          : this;
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.refused(this);
    }
  }

  /**
   * The server refused the request with status 400, 401 or 403, and without an OAuth error. If the
   * request contained a refresh token, either the grant has ended, or the client's credentials are
   * wrong.
   *
   * @param grantType the grant type of the request
   * @param status the HTTP status
   * @param problem the description of the answer, as a text of Hexauth
   */
  record RefusedWithoutError(GrantType grantType, int status, String problem)
      implements TokenFailure {

    @Override
    public Meaning meaning() {
      return new Meaning(AnswerKind.REFUSED, unknown(grantType), "refused without an OAuth error");
    }

    @Override
    public boolean isUnexplained() {
      return isRefresh(grantType);
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.refusedWithoutError(this);
    }
  }

  /**
   * The server is too busy to process the request: status 429 or 503.
   *
   * @param status the HTTP status
   * @param retryAfter the pause that the server asked for; empty if it asked for none
   */
  record Busy(int status, Optional<Duration> retryAfter) implements TokenFailure {

    @Override
    public Meaning meaning() {
      return new Meaning(AnswerKind.BUSY, Effect.UNPROCESSED, "too busy");
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.busy(this);
    }
  }

  /**
   * The answer does not show whether the request was processed, or OAuth does not allow the answer.
   *
   * @param grantType the grant type of the request
   * @param status the HTTP status
   * @param problem the description of the answer, as a text of Hexauth
   */
  record Unusable(GrantType grantType, int status, String problem) implements TokenFailure {

    @Override
    public Meaning meaning() {
      return new Meaning(
          AnswerKind.ofStatus(status), unknown(grantType), "unusable (" + problem + ")");
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.unusable(this);
    }
  }

  /**
   * The server granted a token that is above a size limit. The server made no mistake.
   *
   * @param grantType the grant type of the request
   * @param problem the description of the part that is too large, and of its limit
   */
  record TooLarge(GrantType grantType, String problem) implements TokenFailure {

    @Override
    public Meaning meaning() {
      return new Meaning(AnswerKind.REFUSED, unknown(grantType), "too large (" + problem + ")");
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.tooLarge(this);
    }
  }

  /**
   * There is no complete answer, and the server may have processed the request.
   *
   * @param grantType the grant type of the request
   * @param detail a description by Hexauth, without secrets
   */
  record NoAnswer(GrantType grantType, String detail) implements TokenFailure {

    @Override
    public Meaning meaning() {
      return new Meaning(AnswerKind.NO_ANSWER, unknown(grantType), "unknown (" + detail + ")");
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.noAnswer(this);
    }
  }

  /**
   * No byte of the request was sent. {@link #toString()} does not show the cause.
   *
   * @param detail a description by Hexauth, without secrets
   * @param retryable true if another attempt can succeed
   * @param cause the exception of the JDK or a library, without secrets; empty if there is none
   */
  record NotSent(String detail, boolean retryable, Optional<Exception> cause)
      implements TokenFailure {

    @Override
    public Meaning meaning() {
      return new Meaning(AnswerKind.NOT_SENT, Effect.UNPROCESSED, "not sent (" + detail + ")");
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.notSent(this);
    }

    @Override
    public String toString() {
      return "NotSent[detail=" + detail + ", retryable=" + retryable + "]";
    }
  }

  /**
   * The grant does not include the requested access. Either no request was sent, or the server's
   * answer did not grant enough.
   *
   * @param missing the scopes that were not granted
   * @param missingResources the resources that were not granted
   */
  record NotGranted(Scopes missing, Set<URI> missingResources) implements TokenFailure {

    /** Creates a failure with a copy of the set. */
    public NotGranted {
      missingResources = Set.copyOf(missingResources);
    }

    @Override
    public Meaning meaning() {
      return new Meaning(AnswerKind.NOT_TRIED, Effect.UNPROCESSED, "not granted");
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.notGranted(this);
    }

    @Override
    public String toString() {
      return "NotGranted[" + missing + ", " + missingResources.size() + " resources]";
    }
  }

  /**
   * No request was sent, for a reason on this side: code of the application failed, the lease ended
   * before the request, or requests to this server have to wait.
   *
   * @param reason the exception that callers get
   */
  record NotTried(OAuthException reason) implements TokenFailure {

    @Override
    public Meaning meaning() {
      return new Meaning(AnswerKind.NOT_TRIED, Effect.UNPROCESSED, "not tried");
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.notTried(this);
    }
  }

  /**
   * After a failed request, the client or the application's token provider tried another way, which
   * failed too. The first failure decides on the stored record. The second one decides on the
   * exception that callers get.
   *
   * @param first the failed request
   * @param second the failure that callers get
   */
  record FailedAfter(TokenFailure first, TokenFailure second) implements TokenFailure {

    /**
     * The first failure does not end the grant, because there is another way than the refresh
     * token.
     */
    @Override
    public Meaning meaning() {
      return new Meaning(
          first.answer(),
          first.endsGrant() ? Effect.OTHER : first.meaning().refreshToken(),
          first.meaning().summary() + ", then " + second.meaning().summary());
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.failedAfter(this);
    }
  }

  private static boolean isRefresh(GrantType grantType) {
    return grantType.equals(GrantType.REFRESH_TOKEN);
  }

  /** Returns the effect of a request if it is unknown whether the server has processed it. */
  private static Effect unknown(GrantType grantType) {
    return isRefresh(grantType) ? Effect.MAYBE_SPENT : Effect.OTHER;
  }
}
