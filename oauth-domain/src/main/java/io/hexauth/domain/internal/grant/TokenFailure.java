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

/** Reason why a token request gives callers no token. */
public sealed interface TokenFailure extends TokenResult {

  /** {@return what the case for this failure returns} */
  <R> R fold(Cases<R> cases);

  /** {@return whether the server refused the refresh token and did not say why} */
  default boolean isUnexplained() {
    return false;
  }

  /** {@return the OAuth error code that the server answered with; empty if it did not} */
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

  /** The record must still say that the refresh token may be spent. */
  @Override
  default TokenResult after(TokenFailure refused) {
    return refused.mayHaveSpent() ? new FailedAfter(refused, this) : this;
  }

  /**
   * One method for each failure.
   *
   * @param <R> what they return
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
   * @param grantType what was presented
   * @param status the HTTP status
   * @param error what it said
   * @param maybeRotated whether the server may have replaced the refresh token before it refused
   */
  record Refused(GrantType grantType, int status, OAuthError error, boolean maybeRotated)
      implements TokenFailure {

    /** A refusal, as it is read. */
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
   * The server refused the request, status 400, 401 or 403, without the OAuth error that says why.
   * If a refresh token was presented, either the grant has ended, or the client's credentials are
   * wrong.
   *
   * @param grantType what was presented
   * @param status the HTTP status
   * @param problem what is wrong with the answer, in our words
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
   * The server refused to process the request: status 429 or 503.
   *
   * @param status the HTTP status
   * @param retryAfter what it asked for
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
   * An answer that does not say whether the request was processed, or one that OAuth does not
   * allow.
   *
   * @param grantType what was presented
   * @param status the HTTP status
   * @param problem what is wrong with the answer, in our words
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
   * The server granted a token that is over a size limit. Nothing is wrong with the server.
   *
   * @param grantType what was presented
   * @param problem what is too large, and which limit it is over
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
   * The request may have been processed, and there is no answer, or only a part of one.
   *
   * @param grantType what was presented
   * @param detail in our words, without secrets
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
   * No byte of the request left. {@link #toString()} does not show the cause.
   *
   * @param detail in our words, without secrets
   * @param retryable whether trying the same again can help
   * @param cause what the JDK or a library said, free of secrets
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
   * The grant does not cover what is asked for: nothing was asked for, or what came is not enough.
   *
   * @param missing scopes that were not granted
   * @param missingResources resources that were not granted
   */
  record NotGranted(Scopes missing, Set<URI> missingResources) implements TokenFailure {

    /** Copies the set. */
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
   * No request was made, for a reason on this side: code of the application failed, the lease ran
   * out before the request, or requests to this server wait.
   *
   * @param reason what callers get
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
   * The client, or the application's token provider, went another way after a failed request, and
   * failed there, too. What is stored follows from the first failure, what callers get from the
   * second.
   *
   * @param first the failed request
   * @param second what callers get
   */
  record FailedAfter(TokenFailure first, TokenFailure second) implements TokenFailure {

    /** The grant may be used on: there is another way than the refresh token. */
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

  /** It is unknown whether the server has processed what was presented. */
  private static Effect unknown(GrantType grantType) {
    return isRefresh(grantType) ? Effect.MAYBE_SPENT : Effect.OTHER;
  }
}
