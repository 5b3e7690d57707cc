// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.concurrent.Permit;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.grant.TokenOutcome.Granted;
import io.hexauth.domain.lifecycle.GrantDocument;
import io.hexauth.domain.lifecycle.OpenedGrant;
import io.hexauth.domain.refresh.AnswerKind;
import io.hexauth.domain.refresh.Outcome;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.TokenRequester;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one call of a provider, one at a time, and what they leave behind, whatever the
 * provider makes of their answers.
 */
final class ProviderRequests implements TokenRequester {

  private final GrantCell cell;
  private final AccessRequest access;
  private final OpenedGrant leased;
  private final TokenSource source;
  private final ProviderCall provider;
  private final OAuthClock clock;

  /** Looked at last of all: after a pause another process may have presented. */
  private final Permit permit;

  /** Held by a request until what it leaves behind is written down. */
  private final ReentrantLock request = new ReentrantLock();

  private volatile boolean over;
  private volatile Outcome outcome = new Outcome.NotTried();
  private volatile @Nullable Granted granted;
  private volatile Optional<RefreshToken> rotated = Optional.empty();
  private volatile Obtained.@Nullable RefreshTokenOnly renewed;
  private volatile boolean spent;
  private volatile boolean oldStays = true;

  ProviderRequests(
      GrantCell cell,
      AccessRequest access,
      OpenedGrant leased,
      TokenSource source,
      ProviderCall provider,
      OAuthClock clock,
      Permit permit) {
    this.cell = cell;
    this.access = access;
    this.leased = leased;
    this.source = source;
    this.provider = provider;
    this.clock = clock;
    this.permit = new Permit(permit.generation(), () -> !over && permit.isValid());
  }

  @Override
  public OAuthToken fetchToken() {
    request.lock();
    try {
      refuseWhenOver();
      Granted answer = answer(() -> source.obtain(cell, access));
      oldStays = false; // A grant of its own: what renewed the last one does not renew this one.
      return token(answer, Optional.empty());
    } finally {
      request.unlock();
    }
  }

  @Override
  public OAuthToken refreshToken() {
    request.lock();
    try {
      refuseWhenOver();
      GrantDocument document = leased.document();
      if (document.refreshToken().isEmpty()) {
        throw new IllegalStateException("There is no refresh token; use fetchToken()");
      }
      if (spent) {
        throw new IllegalStateException("The refresh token was presented already in this call");
      }
      if (cell.isRefused(leased.record().version())) {
        throw provider.refused(leased.record().errorCode());
      }
      // Until its answer is stored, a refresh token that was presented counts as spent.
      Outcome before = outcome;
      outcome = new Outcome.Unknown(true);
      spent = true;
      oldStays = false;
      Granted answer =
          answer(
              () -> {
                Obtained obtained = source.refresh(cell, access, document, permit);
                outcome = before; // The outcome is known, whichever it is.
                spent = !obtained.outcome().isUnprocessed();
                // A refusal for another reason, such as a wrong secret, did not spend it either.
                oldStays =
                    obtained.answerKind() == AnswerKind.DONE
                        || obtained.outcome().leavesRefreshToken();
                return obtained;
              });
      return token(answer, document.refreshToken());
    } finally {
      request.unlock();
    }
  }

  private void refuseWhenOver() {
    if (over) {
      throw new IllegalStateException("The call of the token provider is over");
    }
  }

  private Granted answer(Supplier<Obtained> ask) {
    return ask.get().fold(new Answered());
  }

  /** Notes what came before it is handed out. */
  private final class Answered implements Obtained.Cases<Granted> {

    @Override
    public Granted got(Obtained.Got got) {
      rotated = got.granted().refreshToken().or(() -> rotated);
      granted = got.granted();
      if (got.failure().isPresent()) {
        oldStays = false; // It was replaced by one that is too large to be kept.
      }
      return got.orThrow().granted();
    }

    @Override
    public Granted refreshTokenOnly(Obtained.RefreshTokenOnly only) {
      rotated = only.refreshToken().or(() -> rotated);
      renewed = only;
      throw only.failure();
    }

    @Override
    public Granted failed(Obtained.Failed failed) {
      remember(failed.outcome());
      throw failed.failure();
    }
  }

  private void remember(Outcome next) {
    if (outcome.mayHaveSpent()) {
      return; // Whatever became of a later request: nobody knows about the refresh token.
    }
    if (next.endsGrant()) {
      // The provider may have another way, so it is asked again; but never for this refresh token.
      cell.refuse(leased.record().version());
    }
    outcome = next.startingOver();
  }

  private OAuthToken token(Granted answer, Optional<RefreshToken> old) {
    return OAuthToken.builder(answer.accessToken())
        .tokenType(answer.tokenType())
        .expiresAt(answer.lifetime().map(clock.instant()::plus))
        .refreshToken(answer.refreshToken().or(() -> old))
        .idToken(answer.idToken())
        .scopes(answer.scopes())
        .additional(answer.additional())
        .build();
  }

  /**
   * No request starts any more; one that is under way is waited for, no longer than it may take.
   */
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

  /** {@return whether a request got this token} */
  boolean isOwn(OAuthToken token) {
    Granted last = granted;
    return last != null && last.accessToken().equals(token.accessToken());
  }

  /** What the provider returned, renewed by the newest refresh token there is. */
  Obtained got(Granted token) {
    return new Obtained.Got(withNewest(token), oldStays);
  }

  /** The provider failed: what was granted before is stored all the same. */
  Obtained failed(OAuthException failure) {
    Granted last = granted;
    if (last != null) {
      return new Obtained.Got(withNewest(last), oldStays, Optional.of(failure));
    }
    Obtained.RefreshTokenOnly only = renewed;
    return only == null
        ? new Obtained.Failed(outcome, failure)
        : new Obtained.RefreshTokenOnly(only.refreshToken(), only.lifetime(), failure);
  }

  private Granted withNewest(Granted token) {
    // The old one is either still in the document, or must not come back by way of an old token.
    Optional<RefreshToken> newest =
        token
            .refreshToken()
            .filter(t -> !leased.document().refreshToken().equals(Optional.of(t)))
            .or(() -> rotated);
    Granted last = granted;
    Optional<Duration> lifetime =
        last != null && newest.equals(last.refreshToken())
            ? last.refreshLifetime()
            : Optional.empty();
    return new Granted(
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
