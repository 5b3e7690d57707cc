// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.TokenProviderException.Reason;
import io.hexauth.domain.grant.TokenOutcome.Granted;
import io.hexauth.domain.lifecycle.GrantDocument;
import io.hexauth.domain.lifecycle.Settlement;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.TokenRequester;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The next token of a grant by way of the application's provider, which may use the ordinary
 * requests.
 */
final class ProvidedToken {

  private final ProviderCall provider;
  private final TokenSource source;
  private final OAuthClock clock;

  ProvidedToken(ProviderCall provider, TokenSource source, OAuthClock clock) {
    this.provider = provider;
    this.source = source;
    this.clock = clock;
  }

  Obtained next(
      GrantCell cell,
      AccessRequest access,
      GrantDocument document,
      Optional<OAuthToken> last,
      int failures) {
    var requester = new Requester(cell, access, document, failures);
    try {
      OAuthToken token = provider.call(cell.key(), last, requester);
      Instant now = clock.instant();
      if (token.expiresAt().filter(end -> !now.isBefore(end)).isPresent()) {
        return new Obtained.Failed(
            requester.settlement, provider.failure(Reason.EXPIRED_TOKEN, null));
      }
      return new Obtained.Got(granted(token, now), true);
    } catch (OAuthException e) {
      return new Obtained.Failed(requester.settlement, e);
    } finally {
      requester.over = true;
    }
  }

  private static Granted granted(OAuthToken token, Instant now) {
    return new Granted(
        token.accessToken(),
        token.tokenType(),
        token.expiresAt().map(end -> Duration.between(now, end)),
        token.refreshToken(),
        Optional.empty(),
        token.scopes(),
        token.idToken(),
        token.additional());
  }

  /**
   * Performs requests and remembers what the last one leaves behind, should the provider fail after
   * it.
   */
  private final class Requester implements TokenRequester {

    private final GrantCell cell;
    private final AccessRequest access;
    private final GrantDocument document;
    private final int failures;
    private volatile Settlement settlement = Settlement.notSent(Duration.ZERO);
    private volatile boolean over;

    Requester(GrantCell cell, AccessRequest access, GrantDocument document, int failures) {
      this.cell = cell;
      this.access = access;
      this.document = document;
      this.failures = failures;
    }

    @Override
    public OAuthToken fetchToken() {
      return token(() -> source.obtain(cell.principal(), access, failures));
    }

    @Override
    public OAuthToken refreshToken() {
      if (document.refreshToken().isEmpty()) {
        throw new IllegalStateException("There is no refresh token; use fetchToken()");
      }
      // Until its answer is stored, a refresh token that was presented counts as spent.
      Settlement spent = Settlement.unknown(true, Settlement.backOff(failures, 1));
      settlement = spent;
      return token(() -> source.refresh(access, document, failures));
    }

    private OAuthToken token(Supplier<Obtained> request) {
      if (over) {
        throw new IllegalStateException("The call of the token provider is over");
      }
      Obtained obtained = request.get();
      if (obtained instanceof Obtained.Failed failed) {
        settlement = failed.settlement();
        throw failed.failure();
      }
      Granted granted = ((Obtained.Got) obtained).granted();
      return OAuthToken.builder(granted.accessToken())
          .tokenType(granted.tokenType())
          .expiresAt(granted.lifetime().map(clock.instant()::plus))
          .refreshToken(granted.refreshToken().or(document::refreshToken))
          .idToken(granted.idToken())
          .scopes(granted.scopes())
          .additional(granted.additional())
          .build();
    }
  }
}
