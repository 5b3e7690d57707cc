// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.refresh;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.registration.RotationPolicy;
import java.time.Duration;
import java.util.Optional;

/** What a request for a token came to, as far as it matters for what is stored. */
public sealed interface Outcome {

  /** {@return the kind of the answer, whatever was asked for} */
  AnswerKind kind();

  /** {@return what became of the refresh token that was presented} */
  Effect effect();

  /** {@return what the case for this outcome returns} */
  <R> R fold(Cases<R> cases);

  /**
   * {@return what this means where the server does this with refresh tokens} A server that rotates
   * may have replaced the refresh token before it refused the scopes or the resource: then nobody
   * can know.
   */
  default Outcome under(RotationPolicy rotation) {
    return this;
  }

  /** {@return what this means where the client has another way if the grant has ended} */
  default Outcome startingOver() {
    return this;
  }

  /** {@return how long the server asked to be left alone} */
  default Optional<Duration> retryAfter() {
    return Optional.empty();
  }

  /** {@return whether the server refused the refresh token and did not say why} */
  default boolean isUnexplained() {
    return false;
  }

  /** {@return whether the server has certainly not processed the request} */
  default boolean isUnprocessed() {
    return effect() == Effect.UNPROCESSED;
  }

  /** {@return whether nobody can know if the refresh token that was presented is still good} */
  default boolean mayHaveSpent() {
    return effect() == Effect.MAYBE_SPENT;
  }

  /** {@return whether the refresh token that was presented is certainly as good as before} */
  default boolean leavesRefreshToken() {
    return isUnprocessed() || effect() == Effect.KEPT;
  }

  /** {@return whether the refresh token that was presented is certainly no longer good} */
  default boolean endsGrant() {
    return effect() == Effect.ENDED;
  }

  /** What became of the refresh token that was presented. */
  enum Effect {
    /** The server has not processed the request, so it is as good as before. */
    UNPROCESSED,
    /** The server has processed the request, and it is as good as before. */
    KEPT,
    /** Nobody can know. */
    MAYBE_SPENT,
    /** It is no longer good. */
    ENDED,
    /** It has done its work, none was presented, or the client has gone another way. */
    OTHER
  }

  /**
   * One method for each outcome.
   *
   * @param <R> what they return
   */
  interface Cases<R> {

    /** {@return the result for {@link Minted}} */
    R minted();

    /** {@return the result for {@link NotTried}} */
    R notTried();

    /** {@return the result for {@link NotSent}} */
    R notSent();

    /** {@return the result for {@link Busy}} */
    R busy(Busy busy);

    /** {@return the result for {@link Refused}} */
    R refused(Refused refused);

    /** {@return the result for {@link RefusedWithoutError}} */
    R refusedWithoutError();

    /** {@return the result for {@link StartedOver}} */
    R startedOver(StartedOver over);

    /** {@return the result for {@link Unknown}} */
    R unknown(Unknown unknown);
  }

  /** A token. */
  record Minted() implements Outcome {
    @Override
    public AnswerKind kind() {
      return AnswerKind.DONE;
    }

    @Override
    public Effect effect() {
      return Effect.OTHER;
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.minted();
    }
  }

  /** It was not even tried: the application's own part failed, or the lease ran out before it. */
  record NotTried() implements Outcome {
    @Override
    public AnswerKind kind() {
      return AnswerKind.NOT_TRIED;
    }

    @Override
    public Effect effect() {
      return Effect.UNPROCESSED;
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.notTried();
    }
  }

  /** No byte can have left. */
  record NotSent() implements Outcome {
    @Override
    public AnswerKind kind() {
      return AnswerKind.NOT_SENT;
    }

    @Override
    public Effect effect() {
      return Effect.UNPROCESSED;
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.notSent();
    }
  }

  /**
   * The server was too busy to process it.
   *
   * @param retryAfter what it asked for
   */
  record Busy(Optional<Duration> retryAfter) implements Outcome {
    @Override
    public AnswerKind kind() {
      return AnswerKind.BUSY;
    }

    @Override
    public Effect effect() {
      return Effect.UNPROCESSED;
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.busy(this);
    }
  }

  /**
   * The server processed and refused it.
   *
   * @param code what it said
   * @param refreshed whether a refresh token was presented
   */
  record Refused(OAuthErrorCode code, boolean refreshed) implements Outcome {
    @Override
    public AnswerKind kind() {
      return AnswerKind.of(code);
    }

    @Override
    public Effect effect() {
      return refreshed && isGrantDead(code) ? Effect.ENDED : Effect.KEPT;
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.refused(this);
    }

    @Override
    public Outcome under(RotationPolicy rotation) {
      return rotation.isRotating() && refreshed && concernsAccessOnly(code)
          ? new Unknown(true)
          : this;
    }

    @Override
    public Outcome startingOver() {
      return endsGrant() ? new StartedOver(code) : this;
    }
  }

  /**
   * The server refused the refresh token and did not say why: the grant has ended, or the client's
   * credentials are wrong, or something in front of the server refuses everything.
   */
  record RefusedWithoutError() implements Outcome {
    @Override
    public AnswerKind kind() {
      return AnswerKind.REFUSED;
    }

    @Override
    public Effect effect() {
      return Effect.MAYBE_SPENT;
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.refusedWithoutError();
    }

    @Override
    public boolean isUnexplained() {
      return true;
    }
  }

  /**
   * The refresh token was refused for good, and the client has another way, which failed too.
   *
   * @param code what the server said
   */
  record StartedOver(OAuthErrorCode code) implements Outcome {
    @Override
    public AnswerKind kind() {
      return AnswerKind.of(code);
    }

    @Override
    public Effect effect() {
      return Effect.OTHER;
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.startedOver(this);
    }
  }

  /**
   * Nobody can know.
   *
   * @param refreshed whether a refresh token was presented, which may be spent now
   */
  record Unknown(boolean refreshed) implements Outcome {
    @Override
    public AnswerKind kind() {
      return AnswerKind.NO_ANSWER;
    }

    @Override
    public Effect effect() {
      return refreshed ? Effect.MAYBE_SPENT : Effect.OTHER;
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.unknown(this);
    }
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
