// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.concurrent.Permit;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.internal.grant.AnswerKind;
import io.hexauth.domain.internal.grant.GrantedToken;
import io.hexauth.domain.internal.grant.TokenFailure;
import io.hexauth.domain.internal.grant.TokenResult;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.internal.lifecycle.OpenedGrant;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.GrantType;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.ports.api.TokenRequester;
import io.hexauth.ports.spi.OAuthClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Token requests of one call of a provider, one at a time. Their results decide on the stored
 * grant, even if the provider ignores them.
 */
final class ProviderRequests implements TokenRequester {

  private final GrantCell cell;
  private final AccessRequest access;
  private final OpenedGrant leased;
  private final ServerTokenSource source;
  private final OAuthClock clock;
  private final TokenExceptions exceptions;

  /**
   * Last check before a request. After a pause of this process, another process may have sent the
   * refresh token.
   */
  private final Permit permit;

  /** Held by a request until its result has been noted. */
  private final ReentrantLock request = new ReentrantLock();

  private volatile boolean over;
  private volatile Optional<TokenFailure> failure = Optional.empty();
  private volatile @Nullable GrantedToken granted;
  private volatile Optional<RefreshToken> rotated = Optional.empty();
  private volatile TokenResult.@Nullable RefreshTokenOnly renewed;
  private volatile boolean spent;
  private volatile boolean oldStays = true;

  ProviderRequests(
      GrantCell cell,
      AccessRequest access,
      OpenedGrant leased,
      ServerTokenSource source,
      OAuthClock clock,
      TokenExceptions exceptions,
      Permit permit) {
    this.cell = cell;
    this.access = access;
    this.leased = leased;
    this.source = source;
    this.clock = clock;
    this.exceptions = exceptions;
    this.permit =
        new Permit(
            permit.generation(),
            () -> !over && permit.mayPresent().getAsBoolean(),
            permit.afterLook());
  }

  @Override
  public OAuthToken obtainToken() {
    request.lock();
    try {
      refuseWhenOver();
      GrantedToken answer = answer(() -> source.obtain(cell, access));
      oldStays = false; // a separate grant, for which the old refresh token is not valid
      return token(answer, Optional.empty());
    } finally {
      request.unlock();
    }
  }

  @Override
  public OAuthToken refresh() {
    request.lock();
    try {
      refuseWhenOver();
      GrantDocument document = leased.document();
      if (document.refreshToken().isEmpty()) {
        throw new IllegalStateException("There is no refresh token; use obtainToken()");
      }
      if (spent) {
        throw new IllegalStateException("The refresh token was already presented in this call");
      }
      if (cell.isRefused(leased.record().version())) {
        throw exceptions.refusedBefore(leased.record().errorCode());
      }
      // Until the result is known, a refresh token that was sent counts as spent.
      Optional<TokenFailure> before = failure;
      failure = Optional.of(new TokenFailure.NoAnswer(GrantType.REFRESH_TOKEN, "it is under way"));
      spent = true;
      oldStays = false;
      GrantedToken answer =
          answer(
              () -> {
                TokenResult result = source.refresh(cell, access, document, permit);
                failure = before; // the result is known now
                spent = !result.isUnprocessed();
                // A refusal for another reason, such as a wrong client secret, has not spent the
                // refresh token.
                oldStays = result.answer() == AnswerKind.DONE || result.leavesRefreshToken();
                return result;
              });
      return token(answer, document.refreshToken());
    } finally {
      request.unlock();
    }
  }

  private void refuseWhenOver() {
    if (over) {
      throw new IllegalStateException(
          "The call of the token provider has ended; use its"
              + " TokenRequester only during the call");
    }
  }

  /** Notes a result before it is returned. */
  private GrantedToken answer(Supplier<TokenResult> ask) {
    TokenResult result = ask.get();
    return result.fold(
        got -> {
          rotated = got.granted().refreshToken().or(() -> rotated);
          granted = got.granted();
          if (got.failure().isPresent()) {
            oldStays = false; // the new one replaces it, and is too large to be kept
          }
          return exceptions.orThrow(got);
        },
        only -> {
          rotated = only.refreshToken().or(() -> rotated);
          renewed = only;
          return exceptions.orThrow(only);
        },
        failed -> {
          remember(failed);
          return exceptions.orThrow(failed);
        });
  }

  private void remember(TokenFailure next) {
    if (failure.filter(TokenFailure::mayHaveSpent).isPresent()) {
      return; // the refresh token has an unknown state, whatever the result of a later request is
    }
    if (next.endsGrant()) {
      // The provider may have another way, so it is called again later, but this refresh token is
      // not sent again.
      cell.refuse(leased.record().version());
    }
    failure = Optional.of(next);
  }

  private OAuthToken token(GrantedToken answer, Optional<RefreshToken> old) {
    return OAuthToken.builder(answer.accessToken())
        .tokenType(answer.tokenType())
        .expiresAt(answer.lifetime().map(clock.instant()::plus))
        .refreshToken(answer.refreshToken().or(() -> old))
        .idToken(answer.idToken())
        .scopes(answer.scopes())
        .additional(answer.additional())
        .build();
  }

  /** Prevents further requests, and waits for a running one until its deadline. */
  void end(Duration deadline) {
    over = true;
    try {
      if (request.tryLock(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
        request.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** {@return true if this token comes from one of the requests} */
  boolean isOwn(OAuthToken token) {
    GrantedToken last = granted;
    return last != null && last.accessToken().equals(token.accessToken());
  }

  /** Returns the provider's token with the newest known refresh token. */
  TokenResult got(GrantedToken token) {
    return new TokenResult.Granted(withNewest(token), oldStays);
  }

  /**
   * Returns the result of a failed provider. A token that was granted before the failure is stored.
   */
  TokenResult failed(OAuthException reason) {
    var told = new TokenFailure.NotTried(reason);
    GrantedToken last = granted;
    if (last != null) {
      return new TokenResult.Granted(withNewest(last), oldStays, Optional.of(told));
    }
    TokenResult.RefreshTokenOnly only = renewed;
    if (only != null) {
      return new TokenResult.RefreshTokenOnly(only.refreshToken(), only.lifetime(), told);
    }
    return failure
        .<TokenResult>map(first -> new TokenFailure.FailedAfter(first, told))
        .orElse(told);
  }

  private GrantedToken withNewest(GrantedToken token) {
    // The old refresh token is either still in the document, or must not return with an old token.
    Optional<RefreshToken> newest =
        token
            .refreshToken()
            .filter(t -> !leased.document().refreshToken().equals(Optional.of(t)))
            .or(() -> rotated);
    GrantedToken last = granted;
    Optional<Duration> lifetime =
        last != null && newest.equals(last.refreshToken())
            ? last.refreshLifetime()
            : Optional.empty();
    return new GrantedToken(
        token.accessToken(),
        token.tokenType(),
        token.lifetime(),
        newest,
        lifetime,
        token.scopes(),
        token.idToken(),
        token.additional());
  }
}
