// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.domain.error.InvalidServerResponseException;
import io.hexauth.domain.error.OAuthError;
import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.TokenExpiredException;
import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.internal.grant.GrantedToken;
import io.hexauth.domain.internal.grant.TokenFailure;
import io.hexauth.domain.internal.grant.TokenFailure.Busy;
import io.hexauth.domain.internal.grant.TokenFailure.FailedAfter;
import io.hexauth.domain.internal.grant.TokenFailure.NoAnswer;
import io.hexauth.domain.internal.grant.TokenFailure.NotGranted;
import io.hexauth.domain.internal.grant.TokenFailure.NotSent;
import io.hexauth.domain.internal.grant.TokenFailure.NotTried;
import io.hexauth.domain.internal.grant.TokenFailure.Refused;
import io.hexauth.domain.internal.grant.TokenFailure.RefusedWithoutError;
import io.hexauth.domain.internal.grant.TokenFailure.TooLarge;
import io.hexauth.domain.internal.grant.TokenFailure.Unusable;
import io.hexauth.domain.internal.grant.TokenResult;
import io.hexauth.domain.internal.refresh.RefreshStep.BackOff;
import io.hexauth.domain.internal.refresh.RefreshStep.NeedUser;
import io.hexauth.domain.internal.server.KnownMetadata;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.GrantType;
import io.hexauth.domain.registration.Origin;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions that callers get in place of a token. All exceptions of requests to token and
 * revocation endpoints are created here, and those of refreshes without a request.
 */
public record TokenExceptions(ClientRegistrationId registration)
    implements TokenFailure.Cases<OAuthException> {

  /** {@return the exception for this failure} */
  public OAuthException of(TokenFailure failure) {
    return failure.fold(this);
  }

  /** {@return the exception that callers get in place of the token; empty if they get the token} */
  public Optional<OAuthException> of(TokenResult result) {
    return result.failure().map(this::of);
  }

  /**
   * {@return the token}
   *
   * @throws OAuthException if callers do not get the token
   */
  public GrantedToken orThrow(TokenResult result) {
    Optional<OAuthException> failure = of(result);
    if (failure.isPresent()) {
      throw failure.get();
    }
    return result.token().orElseThrow();
  }

  @Override
  public OAuthException refused(Refused refused) {
    return refused.endsGrant()
        ? new ReauthorizationRequiredException(registration, Reason.GRANT_REFUSED, refused.error())
        : refused(refused.status(), refused.error());
  }

  @Override
  public OAuthException refusedWithoutError(RefusedWithoutError refused) {
    return unusable(refused.status(), refused.problem());
  }

  @Override
  public OAuthException busy(Busy busy) {
    return unavailable("it is too busy (status " + busy.status() + ")", busy.retryAfter());
  }

  @Override
  public OAuthException unusable(Unusable unusable) {
    return unusable(unusable.status(), unusable.problem());
  }

  /**
   * Returns an exception with status 200, because a token endpoint grants tokens with this status
   * (RFC 6749 §5.1).
   */
  @Override
  public OAuthException tooLarge(TooLarge tooLarge) {
    return unusable(200, tooLarge.problem());
  }

  /**
   * Returns an exception that is retryable, except for a code exchange: the code may be spent, and
   * the user must authorize again.
   */
  @Override
  public OAuthException noAnswer(NoAnswer noAnswer) {
    boolean code = noAnswer.grantType().equals(GrantType.AUTHORIZATION_CODE);
    String problem =
        code
            ? "the outcome of the code exchange is unknown; let the user start again: "
            : "the outcome of the request is unknown: ";
    return unavailable(problem + noAnswer.detail(), !code, Optional.empty(), null);
  }

  @Override
  public OAuthException notSent(NotSent notSent) {
    return notSent("the request", notSent);
  }

  @Override
  public OAuthException notGranted(NotGranted notGranted) {
    return ReauthorizationRequiredException.notGranted(
        registration, notGranted.missing(), notGranted.missingResources());
  }

  @Override
  public OAuthException notTried(NotTried notTried) {
    return notTried.reason();
  }

  @Override
  public OAuthException failedAfter(FailedAfter failed) {
    return of(failed.second());
  }

  /** {@return the exception for an OAuth error} */
  OAuthException refused(int status, OAuthError error) {
    return new TokenRequestRejectedException(registration, status, error);
  }

  /** {@return the exception for an answer that OAuth does not allow} */
  OAuthException unusable(int status, String problem) {
    return new InvalidServerResponseException(registration, status, problem);
  }

  /** {@return the exception for a request that was not sent} */
  OAuthException notSent(String what, NotSent notSent) {
    return unavailable(
        what + " was not sent: " + notSent.detail(),
        notSent.retryable(),
        Optional.empty(),
        notSent.cause().orElse(null));
  }

  /** {@return the exception for a refresh whose lease ended before the request} */
  OAuthException leaseOver() {
    return unavailable("the lease ended before the request was sent", Optional.empty());
  }

  /** {@return the exception for a server that does not answer, while no request is sent to it} */
  OAuthException silent(Duration pause) {
    return unavailable("it did not answer several requests in a row", Optional.of(pause));
  }

  /**
   * {@return the exception with the refusal of an earlier request, which is not repeated for some
   * time}
   */
  OAuthException remembered(OAuthErrorCode code, Duration pause) {
    return TokenRequestRejectedException.remembered(registration, OAuthError.of(code), pause);
  }

  /** {@return the exception for a failed supplier or provider of the application} */
  TokenProviderException application(
      String supplier, TokenProviderException.Reason reason, @Nullable Throwable cause) {
    return new TokenProviderException(registration, supplier, reason, cause);
  }

  /**
   * {@return the exception for a refresh token that is not sent, because the server has refused it
   * before}
   */
  OAuthException refusedBefore(Optional<OAuthErrorCode> code) {
    return new ReauthorizationRequiredException(registration, Reason.GRANT_REFUSED, code);
  }

  /** {@return the exception for a refresh that ends without a request} */
  public OAuthException backOff(BackOff end) {
    return end.errorCode()
        .map(code -> remembered(code, end.delay()))
        .orElseGet(
            () ->
                unavailable(
                    "an earlier request failed or got no answer; no request is sent for some time",
                    Optional.of(end.delay())));
  }

  /**
   * {@return the exception for a grant that needs the user}
   *
   * @param refusal the server's error in this refresh; empty if the server did not refuse the grant
   */
  public OAuthException needUser(NeedUser end, Optional<OAuthError> refusal) {
    // The store keeps only the code. If the server refused the grant in this refresh, callers get
    // the complete error.
    return refusal
        .filter(error -> end.errorCode().equals(Optional.of(error.code())))
        .map(error -> new ReauthorizationRequiredException(registration, end.reason(), error))
        .orElseGet(
            () ->
                new ReauthorizationRequiredException(registration, end.reason(), end.errorCode()));
  }

  /** {@return the exception for an expired token in manual mode} */
  public OAuthException expired() {
    return new TokenExpiredException(registration);
  }

  /** {@return the exception for a missing grant} */
  public OAuthException noGrant() {
    return new ReauthorizationRequiredException(registration, Reason.NO_GRANT, Optional.empty());
  }

  /** {@return the exception for a refresh that stops waiting for the lease} */
  public OAuthException leaseHeld() {
    return unavailable("another node holds the lease of this grant", Optional.empty());
  }

  /** {@return the exception for a server whose published metadata could not be fetched} */
  OAuthException undiscovered(Origin issuer, KnownMetadata known, Duration pause) {
    return known.status() == 0 || known.status() >= 500
        ? unavailable(
            discoveryOf(issuer) + known.problem(), known.retryable(), Optional.of(pause), null)
        : metadata(issuer, known.status(), known.problem());
  }

  /** {@return the exception for published metadata that cannot be used} */
  public OAuthException metadata(Origin issuer, int status, String problem) {
    return unusable(status, discoveryOf(issuer) + problem);
  }

  private static String discoveryOf(Origin issuer) {
    return "discovery of " + issuer + ": ";
  }

  /** {@return the retryable exception for an unavailable server} */
  OAuthException unavailable(String problem, Optional<Duration> retryAfter) {
    return unavailable(problem, true, retryAfter, null);
  }

  private OAuthException unavailable(
      String problem, boolean retryable, Optional<Duration> retryAfter, @Nullable Exception cause) {
    return new ServiceUnavailableException(
        registration, Service.AUTHORIZATION_SERVER, problem, retryable, retryAfter, cause);
  }
}
