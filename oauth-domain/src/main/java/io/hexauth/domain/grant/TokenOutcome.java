// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.grant;

import io.hexauth.domain.error.OAuthError;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.domain.token.TokenType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What an answer of a token endpoint means. */
public sealed interface TokenOutcome {

  /** {@return the outcome for a log: without a word of the server that is not known} */
  String summary();

  /** {@return what the case for this outcome returns} */
  <R> R fold(Cases<R> cases);

  /**
   * One method for each outcome.
   *
   * @param <R> what they return
   */
  interface Cases<R> {

    /** {@return the result for a token} */
    R granted(Granted granted);

    /** {@return the result for an OAuth error} */
    R refused(Refused refused);

    /** {@return the result for a server that is too busy} */
    R busy(Busy busy);

    /** {@return the result for a refusal without an OAuth error} */
    R refusedWithoutError(RefusedWithoutError refused);

    /** {@return the result for an answer that tells nothing} */
    R unintelligible(Unintelligible unintelligible);
  }

  /**
   * A token. A lifetime of more than 36 500 days is cut to that, so that every end is an instant
   * that can be computed and stored.
   *
   * @param accessToken what authorizes calls
   * @param tokenType how it is presented; always one that is understood
   * @param lifetime from now on; zero means "usable now, not later", absent means that it does not
   *     end by time
   * @param refreshToken what renews it; absent on a refresh means that the old one stays good
   * @param refreshLifetime of the refresh token, if the server said
   * @param scopes what was granted
   * @param idToken as it was received, not validated
   * @param additional what else was in the answer
   */
  record Granted(
      AccessToken accessToken,
      TokenType tokenType,
      Optional<Duration> lifetime,
      Optional<RefreshToken> refreshToken,
      Optional<Duration> refreshLifetime,
      Scopes scopes,
      Optional<IdToken> idToken,
      Map<String, Object> additional)
      implements TokenOutcome {

    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** Cuts the lifetimes. */
    public Granted {
      lifetime = lifetime.map(Granted::cut);
      refreshLifetime = refreshLifetime.map(Granted::cut);
    }

    private static Duration cut(Duration lifetime) {
      if (lifetime.compareTo(LONGEST) > 0) {
        return LONGEST;
      }
      // One that was handed in may have ended long ago.
      Duration ended = LONGEST.negated();
      return lifetime.compareTo(ended) < 0 ? ended : lifetime;
    }

    @Override
    public String summary() {
      return "granted";
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.granted(this);
    }

    @Override
    public String toString() {
      return "Granted[" + tokenType + ", lifetime=" + lifetime + ", scopes=" + scopes + "]";
    }
  }

  /**
   * The server processed the request and refused it.
   *
   * @param status the HTTP status
   * @param error what it said
   */
  record Refused(int status, OAuthError error) implements TokenOutcome {
    @Override
    public String summary() {
      return "refused with " + error.code().named();
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.refused(this);
    }
  }

  /**
   * The server refused to process the request: status 429 or 503.
   *
   * @param status the HTTP status
   * @param retryAfter what it asked for
   */
  record Busy(int status, Optional<Duration> retryAfter) implements TokenOutcome {
    @Override
    public String summary() {
      return "too busy";
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.busy(this);
    }
  }

  /**
   * The server refused the request, status 400, 401 or 403, without the OAuth error that says why.
   *
   * @param status the HTTP status
   * @param problem what is wrong with the answer, in our words
   */
  record RefusedWithoutError(int status, String problem) implements TokenOutcome {
    @Override
    public String summary() {
      return "refused without an OAuth error";
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.refusedWithoutError(this);
    }
  }

  /**
   * Nobody can tell whether the request was processed.
   *
   * @param status the HTTP status
   * @param problem what is wrong with the answer, in our words
   */
  record Unintelligible(int status, String problem) implements TokenOutcome {
    @Override
    public String summary() {
      return "unusable (" + problem + ")";
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.unintelligible(this);
    }
  }
}
