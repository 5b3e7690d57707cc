// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.refresh;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.registration.RotationPolicy;
import java.time.Duration;
import java.util.Optional;

/** What a request for a token came to, as far as it matters for what is stored. */
public sealed interface Outcome {

  /** A token. */
  record Minted() implements Outcome {}

  /** It was not even tried: the application's own part failed, or the lease ran out before it. */
  record NotTried() implements Outcome {}

  /** No byte can have left. */
  record NotSent() implements Outcome {}

  /**
   * The server was too busy to process it.
   *
   * @param retryAfter what it asked for
   */
  record Busy(Optional<Duration> retryAfter) implements Outcome {}

  /**
   * The server processed and refused it.
   *
   * @param code what it said
   * @param refreshed whether a refresh token was presented
   */
  record Refused(OAuthErrorCode code, boolean refreshed) implements Outcome {

    @Override
    public boolean endsGrant() {
      return refreshed && isGrantDead(code);
    }
  }

  /**
   * The server refused the refresh token and did not say why: the grant has ended, or the client's
   * credentials are wrong, or something in front of the server refuses everything.
   */
  record RefusedWithoutError() implements Outcome {}

  /**
   * The refresh token was refused for good, and the client has another way, which failed too.
   *
   * @param code what the server said
   */
  record StartedOver(OAuthErrorCode code) implements Outcome {}

  /**
   * Nobody can know.
   *
   * @param refreshed whether a refresh token was presented, which may be spent now
   */
  record Unknown(boolean refreshed) implements Outcome {}

  /**
   * {@return what this means where the server does this with refresh tokens} A server that rotates
   * may have replaced the refresh token before it refused the scopes or the resource: then nobody
   * can know.
   */
  default Outcome under(RotationPolicy rotation) {
    boolean maybeReplaced =
        !(rotation instanceof RotationPolicy.NonRotating)
            && this instanceof Refused refused
            && refused.refreshed()
            && concernsAccessOnly(refused.code());
    return maybeReplaced ? new Unknown(true) : this;
  }

  /** {@return whether the server has certainly not processed the request} */
  default boolean isUnprocessed() {
    return this instanceof NotTried || this instanceof NotSent || this instanceof Busy;
  }

  /** {@return whether nobody can know if the refresh token that was presented is still good} */
  default boolean mayHaveSpent() {
    return this instanceof RefusedWithoutError
        || (this instanceof Unknown unknown && unknown.refreshed());
  }

  /** {@return whether the refresh token that was presented is certainly as good as before} */
  default boolean leavesRefreshToken() {
    return isUnprocessed() || (this instanceof Refused && !endsGrant());
  }

  /** {@return whether the refresh token that was presented is certainly no longer good} */
  default boolean endsGrant() {
    return false;
  }

  /**
   * {@return whether this code refuses what was asked for, scopes or resource, and says nothing of
   * the grant, so that others may go on using it}
   */
  static boolean concernsAccessOnly(OAuthErrorCode code) {
    return code.equals(OAuthErrorCode.INVALID_SCOPE) || code.equals(OAuthErrorCode.INVALID_TARGET);
  }

  /**
   * {@return whether this code says that a refresh token is no longer good; providers have
   * spellings of their own}
   */
  static boolean isGrantDead(OAuthErrorCode code) {
    return switch (code.value()) {
      case "invalid_grant",
          "invalid_token",
          "bad_refresh_token",
          "invalid_refresh_token",
          "refresh_token_reused" ->
          true;
      default -> false;
    };
  }
}
