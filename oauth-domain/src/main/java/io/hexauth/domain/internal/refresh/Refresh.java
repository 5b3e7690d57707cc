// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.internal.grant.TokenResult;
import io.hexauth.domain.internal.refresh.RefreshStep.Adopt;
import io.hexauth.domain.internal.refresh.RefreshStep.BackOff;
import io.hexauth.domain.internal.refresh.RefreshStep.Commit;
import io.hexauth.domain.internal.refresh.RefreshStep.GiveUp;
import io.hexauth.domain.internal.refresh.RefreshStep.Look;
import io.hexauth.domain.internal.refresh.RefreshStep.NeedUser;
import io.hexauth.domain.internal.refresh.RefreshStep.Present;
import io.hexauth.domain.internal.refresh.RefreshStep.Rest;
import io.hexauth.domain.internal.refresh.RefreshStep.RevokeIssued;
import io.hexauth.domain.internal.refresh.RefreshStep.ServeUnstored;
import io.hexauth.domain.internal.refresh.RefreshStep.Settle;
import io.hexauth.domain.internal.refresh.RefreshStep.StoreGone;
import io.hexauth.domain.internal.refresh.RefreshStep.Stored;
import io.hexauth.domain.internal.refresh.RefreshStep.TakeLease;
import io.hexauth.domain.internal.refresh.RefreshStep.WriteBack;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.lifecycle.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Transition function of the refresh algorithm: one method for each possible result of a step,
 * which returns the next step. The core executes the steps. A model test uses the same function to
 * explore what several nodes can do. The names R2 to R8 are those of the rules in ADR 11.
 *
 * @param rules the rules of the registration
 */
public record Refresh(RefreshRules rules) {

  /**
   * Returns the first step. A node with the grant in memory requests the lease immediately. The
   * store gives the lease only if it has the same generation. If it refuses the lease, its answer
   * contains the record, so no separate read is needed.
   *
   * @param remembered the grant in the memory of this process; empty if there is none
   * @param met true if a token in memory meets the caller's requirement
   * @param refreshable true if the grant in memory has a refresh token
   * @return a {@link TakeLease} or a {@link Look}
   */
  public RefreshStep start(
      Optional<GrantView.Remembered> remembered, boolean met, boolean refreshable) {
    boolean worthIt = !met && (refreshable || rules.selfObtainable());
    return remembered
        .filter(known -> known.useful() && worthIt)
        .<RefreshStep>map(known -> new TakeLease(Optional.of(known.version())))
        .orElseGet(Look::new);
  }

  /** {@return the step after a read, for a caller that needs a token (R2)} */
  public RefreshStep seen(GrantView view) {
    return withoutRefresh(view).orElseGet(() -> turn(view.record().orElseThrow(), view.storeNow()));
  }

  /**
   * Returns the reason why the user is needed, for a caller that asks for the status (R2). After a
   * second refusal without an OAuth error, the user is needed until another attempt succeeds, or
   * fails in another way. The status sends no request, so the end of the hold changes nothing.
   *
   * @return the reason; empty if the user is not needed
   */
  public Optional<Reason> needsUser(GrantView view) {
    return withoutRefresh(view)
        .map(RefreshStep::needsUser)
        .orElseGet(
            () ->
                view.record()
                    .filter(record -> needsUserAfter(record.errorCode()))
                    .flatMap(record -> refusedAgain().needsUser()));
  }

  /** Returns the step after a read; empty if a stored grant must be refreshed (R2). */
  private Optional<RefreshStep> withoutRefresh(GrantView view) {
    Optional<RefreshStep> repair = repair(view);
    if (repair.isPresent()) {
      return repair;
    }
    if (view.record().isEmpty()) {
      // The grant in memory is not useful, or may have been revoked long ago.
      return Optional.of(
          rules.selfObtainable()
              ? new TakeLease(Optional.empty())
              : new NeedUser(Reason.NO_GRANT, Optional.empty(), view.remembered().isPresent()));
    }
    GrantRecord record = view.record().get();
    if (record.state() == GrantState.DEAD) {
      // The grant has ended, even if its access token has not expired: the user has to consent in
      // any case.
      return Optional.of(dead(record.attempt(), record.errorCode()));
    }
    if (view.met()) {
      return Optional.of(new Adopt());
    }
    if (!rules.selfObtainable() && !view.covered()) {
      return Optional.of(new NeedUser(Reason.NOT_GRANTED, Optional.empty(), false));
    }
    if (!rules.selfObtainable() && !view.refreshable()) {
      return Optional.of(new NeedUser(Reason.NO_REFRESH_TOKEN, Optional.empty(), false));
    }
    return Optional.empty();
  }

  /**
   * Returns the step after a read, for a caller that only wants the stored grant (R2).
   *
   * @return {@link WriteBack}; {@link NeedUser} if there is no grant; otherwise {@link Adopt}, so
   *     that the caller uses the stored grant
   */
  public RefreshStep glanced(GrantView view) {
    return repair(view)
        .orElseGet(
            () ->
                view.record().isPresent()
                    ? new Adopt()
                    : new NeedUser(
                        Reason.NO_GRANT, Optional.empty(), view.remembered().isPresent()));
  }

  /** Returns the step for a grant that has ended, or that the store has lost (R2). */
  private Optional<RefreshStep> repair(GrantView view) {
    Optional<GrantRecord> record = view.record();
    if (record.filter(r -> r.state() == GrantState.TOMBSTONE).isPresent()) {
      return Optional.of(new NeedUser(Reason.REVOKED, Optional.empty(), true));
    }
    Optional<GrantView.Remembered> useful = view.remembered().filter(GrantView.Remembered::useful);
    if (useful.isEmpty()) {
      return Optional.empty();
    }
    if (record.isEmpty()) {
      boolean recent = useful.get().unconfirmed().compareTo(rules.tombstoneRetention()) < 0;
      return recent ? Optional.of(new WriteBack(Optional.empty())) : Optional.empty();
    }
    if (!useful.get().version().isNewerThan(record.get().version())) {
      return Optional.empty();
    }
    return record.get().isLeased(view.storeNow())
        ? Optional.of(new Rest())
        : Optional.of(new WriteBack(record));
  }

  /**
   * Returns the step for a token that must be refreshed. Depending on the stored lease and pause,
   * the node requests the lease, waits, or gives up for now (R3).
   */
  private RefreshStep turn(GrantRecord record, Instant storeNow) {
    Optional<Instant> end = record.lease().map(Lease::until);
    if (end.filter(storeNow.plus(rules.lease()).plus(rules.hold())::isBefore).isPresent()) {
      // The store's clock was set back, because no lease can be this long. Its holder may have
      // started just now.
      return new Settle(record, FailureRecord.intentStays(rules.lease().plus(rules.hold())), false);
    }
    Optional<Duration> pause = record.pause(storeNow);
    if (pause.isPresent()) {
      return pause(record, pause.get());
    }
    if (record.isLeasable(storeNow, rules.hold())) {
      return new TakeLease(Optional.of(record.version()));
    }
    if (record.isLeased(storeNow)) {
      return new Rest(); // the holder of the lease may still finish
    }
    // Nothing can happen before the hold has ended.
    Instant free = end.orElse(storeNow).plus(rules.hold()).plusMillis(1);
    return pause(record, Duration.between(storeNow, free));
  }

  private RefreshStep pause(GrantRecord record, Duration delay) {
    return needsUserAfter(record.errorCode())
        ? refusedAgain()
        : new BackOff(delay, FailureRecord.serverErrorCode(record));
  }

  /**
   * {@return true if the user is needed} A client that can obtain a new grant by itself only has to
   * wait.
   */
  private boolean needsUserAfter(Optional<OAuthErrorCode> stored) {
    return FailureRecord.isRefusedAgain(stored) && !rules.selfObtainable();
  }

  /**
   * Returns the end for a second refusal without an OAuth error. The user may be able to help. The
   * grant is kept, because the client's credentials may be the cause.
   */
  private static NeedUser refusedAgain() {
    return new NeedUser(Reason.REFUSED_WITHOUT_ERROR, Optional.empty(), false);
  }

  /**
   * Returns the end for a refused refresh token. If it was sent more than once, the outcome of an
   * earlier request was unknown, and the server had most likely replaced the token.
   */
  private static NeedUser dead(int presentations, Optional<OAuthErrorCode> errorCode) {
    return new NeedUser(
        presentations > 1 ? Reason.ROTATION_LOST : Reason.GRANT_REFUSED, errorCode, false);
  }

  /** {@return the step with the lease: the request is sent (R3)} */
  public RefreshStep leaseTaken(GrantRecord record) {
    return new Present(record, false);
  }

  /**
   * {@return the step without the lease: no request is sent, and the record in the store's answer
   * decides (R3)}
   */
  public RefreshStep leaseRefused(GrantView view) {
    return seen(view);
  }

  /**
   * {@return the end if it is unknown whether the store gave the lease: no request is sent (R3)}
   */
  public RefreshStep leaseUnknown() {
    return new StoreGone();
  }

  /**
   * Returns the step after the result of a request (R5, R7, R8).
   *
   * @param tried the request
   * @param result the result of the request
   * @param spent the time since this node requested the lease
   * @param sinceFirst the time since this holder of the lease first sent the refresh token
   * @param backOff the pause after a temporary failure
   * @return the next step
   */
  public RefreshStep presented(
      Present tried, TokenResult result, Duration spent, Duration sinceFirst, Duration backOff) {
    return result.fold(
        granted -> new Commit(tried.leased().version()),
        refreshTokenOnly -> new Commit(tried.leased().version()),
        failure -> failure.fold(new FailureCases(rules, tried, spent, sinceFirst, backOff)));
  }

  /**
   * {@return the step if this node cannot decrypt the leased document; another node may be able to}
   */
  public RefreshStep unreadable(Present tried) {
    return new Settle(
        tried.leased(),
        tried.again() ? FailureRecord.intentStays(Duration.ZERO) : FailureRecord.untried(),
        true);
  }

  /**
   * {@return the step if the lease ended before a request was sent: the algorithm starts again
   * (R4)}
   */
  public RefreshStep tooLate(Present tried) {
    return tried.again()
        ? new Settle(tried.leased(), FailureRecord.intentStays(Duration.ZERO), true)
        : new Settle(tried.leased(), FailureRecord.untried(), false);
  }

  /**
   * {@return the step after a failure was written or refused by the store (R7)} If it was refused,
   * the record has changed in the meantime and is read again.
   */
  public RefreshStep settled(Settle tried, boolean written) {
    if (!tried.gaveUp()) {
      return written ? new Look() : new Rest();
    }
    if (!written) {
      return new Look();
    }
    FailureRecord left = tried.failure();
    if (needsUserAfter(left.errorCode())) {
      return refusedAgain();
    }
    return left.state() == GrantState.DEAD
        ? dead(tried.observed().attempt() - 1 + left.presentations(), left.errorCode())
        : new GiveUp();
  }

  /**
   * {@return the end if it is unknown whether a failure was written (R7)} The lease ends by itself,
   * and callers get the failure of the request.
   */
  public RefreshStep settleUnknown(Settle tried) {
    return tried.gaveUp() ? new GiveUp() : new StoreGone();
  }

  /** {@return the step after the store's answer to a commit (R6)} */
  public RefreshStep committed(Commit tried, boolean written, Optional<GrantRecord> record) {
    if (written) {
      return new Stored();
    }
    if (record.isEmpty()) {
      return new WriteBack(Optional.empty());
    }
    if (record.get().state() == GrantState.TOMBSTONE) {
      return new RevokeIssued();
    }
    // If the stored record is newer, it is used. If it is older, the store has lost data, and the
    // next read restores it.
    return new Look();
  }

  /**
   * {@return the end if it is unknown whether a commit was written; the commit continues in the
   * background (R6)}
   */
  public RefreshStep commitUnknown(Commit tried) {
    return new ServeUnstored(tried);
  }

  /**
   * {@return the step after a grant was restored in the store, or was not: the next read shows
   * which (R2)}
   */
  public RefreshStep writtenBack(boolean written) {
    return written ? new Look() : new Rest();
  }
}
