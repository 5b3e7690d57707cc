// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.grant.TokenOutcome.Granted;
import io.hexauth.domain.refresh.Outcome;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.RotationPolicy;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.RefreshToken;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What asking for a token came to. */
sealed interface Obtained {

  /** {@return what it means for the record} */
  Outcome outcome();

  /**
   * A token, not stored yet.
   *
   * @param granted the token
   * @param renewed whether by the refresh token: then it stays good if no other came with this one
   * @param failure what callers get once the token is stored, if they do not get the token
   */
  record Got(Granted granted, boolean renewed, Optional<OAuthException> failure)
      implements Obtained {

    Got(Granted granted, boolean renewed) {
      this(granted, renewed, Optional.empty());
    }

    @Override
    public Outcome outcome() {
      return new Outcome.Minted();
    }

    /** {@return the same; but a view that this token does not cover does not get it} */
    Got covering(TokenCell cell, ClientRegistrationId registration) {
      Scopes missing = cell.missing(granted.scopes());
      return failure.isPresent() || missing.isEmpty()
          ? this
          : new Got(
              granted,
              renewed,
              Optional.of(
                  ReauthorizationRequiredException.notGranted(registration, missing, Set.of())));
    }
  }

  /**
   * An answer whose access token is too large to be kept. Its refresh token must not be lost: it,
   * or the old one if no other came, renews the grant once the limit is raised.
   *
   * @param refreshToken what came with it
   * @param lifetime of the refresh token, if the server said
   * @param failure what callers get once the refresh token is stored
   */
  record RefreshTokenOnly(
      Optional<RefreshToken> refreshToken, Optional<Duration> lifetime, OAuthException failure)
      implements Obtained {

    @Override
    public Outcome outcome() {
      return new Outcome.Minted();
    }
  }

  /**
   * No token.
   *
   * @param outcome what it means for the record
   * @param failure what callers get
   * @param granted whether the server had granted one, so that nothing is wrong with the server
   */
  record Failed(Outcome outcome, OAuthException failure, boolean granted) implements Obtained {

    Failed(Outcome outcome, OAuthException failure) {
      this(outcome, failure, false);
    }

    /** {@return the same, as it is to be taken where the server does this with refresh tokens} */
    Failed under(RotationPolicy rotation) {
      return new Failed(outcome.under(rotation), failure, granted);
    }
  }
}
