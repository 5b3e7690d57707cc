// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.internal.time.Cuts;
import io.hexauth.domain.error.InvalidServerResponseException;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.grant.FittedToken;
import io.hexauth.domain.grant.SizeLimits;
import io.hexauth.domain.grant.TokenOutcome;
import io.hexauth.domain.grant.TokenOutcome.Busy;
import io.hexauth.domain.grant.TokenOutcome.Granted;
import io.hexauth.domain.grant.TokenOutcome.Refused;
import io.hexauth.domain.grant.TokenOutcome.RefusedWithoutError;
import io.hexauth.domain.grant.TokenOutcome.Unintelligible;
import io.hexauth.domain.refresh.Outcome;
import io.hexauth.domain.registration.ClientRegistrationId;
import java.util.Optional;

/**
 * What an answer of a token endpoint means for the record and for callers.
 *
 * @param refreshed whether a refresh token was presented
 */
record TokenMeaning(ClientRegistrationId id, SizeLimits limits, Cuts cuts, boolean refreshed)
    implements TokenOutcome.Cases<Obtained> {

  /** What is over a limit must not cost what is not: a refresh token may have been rotated. */
  @Override
  public Obtained granted(Granted granted) {
    FittedToken fitted = FittedToken.of(granted, limits);
    if (fitted.isCut()) {
      cuts.report();
    }
    Optional<String> problem = fitted.accessTokenProblem().or(fitted::refreshTokenProblem);
    if (problem.isEmpty()) {
      return new Obtained.Got(fitted.granted(), refreshed);
    }
    // A token endpoint grants with status 200 (RFC 6749 §5.1).
    var failure = new InvalidServerResponseException(id, 200, problem.get());
    if (fitted.accessTokenProblem().isEmpty()) {
      return new Obtained.Got(fitted.granted(), false, Optional.of(failure));
    }
    return refreshed && fitted.refreshTokenProblem().isEmpty()
        ? new Obtained.RefreshTokenOnly(
            fitted.granted().refreshToken(), fitted.granted().refreshLifetime(), failure)
        : new Obtained.Failed(new Outcome.Unknown(refreshed), failure, true);
  }

  @Override
  public Obtained refused(Refused refused) {
    var meant = new Outcome.Refused(refused.error().code(), refreshed);
    OAuthException failure =
        meant.endsGrant()
            ? new ReauthorizationRequiredException(
                id, ReauthorizationRequiredException.Reason.GRANT_REFUSED, refused.error())
            : new TokenRequestRejectedException(id, refused.status(), refused.error());
    return new Obtained.Failed(meant, failure);
  }

  @Override
  public Obtained busy(Busy busy) {
    return new Obtained.Failed(
        new Outcome.Busy(busy.retryAfter()),
        new ServiceUnavailableException(
            id,
            Service.AUTHORIZATION_SERVER,
            "it is too busy (status " + busy.status() + ")",
            true,
            busy.retryAfter(),
            null));
  }

  @Override
  public Obtained refusedWithoutError(RefusedWithoutError refused) {
    return new Obtained.Failed(
        refreshed ? new Outcome.RefusedWithoutError() : new Outcome.Unknown(false),
        new InvalidServerResponseException(id, refused.status(), refused.problem()));
  }

  @Override
  public Obtained unintelligible(Unintelligible unintelligible) {
    return new Obtained.Failed(
        new Outcome.Unknown(refreshed),
        new InvalidServerResponseException(id, unintelligible.status(), unintelligible.problem()));
  }
}
