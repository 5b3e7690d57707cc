// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.domain.error.InvalidServerResponseException;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.grant.TokenOutcome.Granted;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.refresh.AnswerKind;
import io.hexauth.domain.refresh.Outcome;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.RotationPolicy;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.RefreshToken;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What asking for a token came to. */
public sealed interface Obtained {

  /** {@return what it means for the record} */
  Outcome outcome();

  /** {@return what callers get in place of the token; empty if they get it} */
  Optional<OAuthException> problem();

  /** {@return what the case for this returns} */
  <R> R fold(Cases<R> cases);

  /** One method for each kind. */
  interface Cases<R> {
    /** A token that is good for what was asked. */
    R got(Got got);

    /** An answer of which only the refresh token is kept. */
    R refreshTokenOnly(RefreshTokenOnly only);

    /** No token. */
    R failed(Failed failed);
  }

  /** {@return what it says about the server} */
  default AnswerKind answerKind() {
    return outcome().kind();
  }

  /** {@return the token; empty if none came that can be kept} */
  default Optional<Got> got() {
    return Optional.empty();
  }

  /** {@return the same; but a view that this token does not cover does not get it} */
  default Obtained covering(TokenCell cell, ClientRegistrationId registration) {
    return this;
  }

  /** {@return the same, as it is to be taken where the server does this with refresh tokens} */
  default Obtained under(RotationPolicy rotation) {
    return this;
  }

  /** {@return the same, asked for after the refresh token had been refused like this} */
  default Obtained after(Outcome refused) {
    return this;
  }

  /** Keeps callers for a while from asking again for what they do not get. */
  default void note(TokenCell cell, GrantRecord.Version version, long now) {
    problem().ifPresent(problem -> cell.refused(problem, version, now));
  }

  /**
   * {@return the token}
   *
   * @throws OAuthException if callers get something else
   */
  default Got orThrow() {
    Optional<OAuthException> problem = problem();
    if (problem.isPresent()) {
      throw problem.get();
    }
    return got().orElseThrow();
  }

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

    @Override
    public Optional<OAuthException> problem() {
      return failure;
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.got(this);
    }

    @Override
    public Optional<Got> got() {
      return Optional.of(this);
    }

    @Override
    public Obtained covering(TokenCell cell, ClientRegistrationId registration) {
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

    @Override
    public Optional<OAuthException> problem() {
      return Optional.of(failure);
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.refreshTokenOnly(this);
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

    @Override
    public Optional<OAuthException> problem() {
      return Optional.of(failure);
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.failed(this);
    }

    @Override
    public AnswerKind answerKind() {
      return granted || isClientError(failure) ? AnswerKind.REFUSED : outcome.kind();
    }

    /** A client error is a refusal, also where it is no OAuth error. */
    static boolean isClientError(OAuthException failure) {
      return failure instanceof InvalidServerResponseException invalid
          && invalid.status() / 100 == 4;
    }

    @Override
    public void note(TokenCell cell, GrantRecord.Version version, long now) {
      cell.failed(failure, version, now);
    }

    @Override
    public Obtained under(RotationPolicy rotation) {
      return new Failed(outcome.under(rotation), failure, granted);
    }

    /** The record must still say that the refresh token may be spent. */
    @Override
    public Obtained after(Outcome refused) {
      return refused.mayHaveSpent() ? new Failed(refused, failure, granted) : this;
    }
  }
}
