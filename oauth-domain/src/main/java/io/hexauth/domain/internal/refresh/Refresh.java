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
 * The transition function of the refresh algorithm: one method for each thing that can come of a
 * step. The same function drives the product and the model that explores what a fleet can do with
 * it.
 *
 * @param rules what it keeps to
 */
public record Refresh(RefreshRules rules) {

  /**
   * The first step. A node that remembers the grant asks for the lease at once: it is given only if
   * the store has the very generation that is remembered, and if not, the answer is as good as a
   * look.
   *
   * @param remembered what this process knows of the grant
   * @param met whether a token in it is what is wanted
   * @param refreshable whether there is a refresh token in it
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

  /** {@return R2: the step after a look, for a caller that wants a token} */
  public RefreshStep seen(GrantView sight) {
    Optional<RefreshStep> repair = repair(sight);
    if (repair.isPresent()) {
      return repair.get();
    }
    if (sight.record().isEmpty()) {
      // What is remembered is of no use, or may have been revoked long ago.
      return rules.selfObtainable()
          ? new TakeLease(Optional.empty())
          : new NeedUser(Reason.NO_GRANT, Optional.empty(), sight.remembered().isPresent());
    }
    GrantRecord record = sight.record().get();
    if (record.state() == GrantState.DEAD) {
      // Also where its access token has not expired: the user has to consent in any case.
      return dead(record.attempt(), record.errorCode());
    }
    if (sight.met()) {
      return new Adopt();
    }
    if (!rules.selfObtainable() && !sight.covered()) {
      return new NeedUser(Reason.NOT_GRANTED, Optional.empty(), false);
    }
    if (!rules.selfObtainable() && !sight.refreshable()) {
      return new NeedUser(Reason.NO_REFRESH_TOKEN, Optional.empty(), false);
    }
    return turn(record, sight.storeNow());
  }

  /**
   * R2 for a caller that only wants to know what is stored.
   *
   * @return a {@link WriteBack}, a {@link NeedUser} if there is nothing, else {@link Adopt}: use
   *     what is there
   */
  public RefreshStep glanced(GrantView sight) {
    return repair(sight)
        .orElseGet(
            () ->
                sight.record().isPresent()
                    ? new Adopt()
                    : new NeedUser(
                        Reason.NO_GRANT, Optional.empty(), sight.remembered().isPresent()));
  }

  /** R2: what the store says about grants that have ended, and what it has lost. */
  private Optional<RefreshStep> repair(GrantView sight) {
    Optional<GrantRecord> record = sight.record();
    if (record.filter(r -> r.state() == GrantState.TOMBSTONE).isPresent()) {
      return Optional.of(new NeedUser(Reason.REVOKED, Optional.empty(), true));
    }
    Optional<GrantView.Remembered> useful = sight.remembered().filter(GrantView.Remembered::useful);
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
    return record.get().isLeased(sight.storeNow())
        ? Optional.of(new Rest())
        : Optional.of(new WriteBack(record));
  }

  /** R3: whose turn it is. */
  private RefreshStep turn(GrantRecord record, Instant storeNow) {
    Optional<Instant> end = record.lease().map(Lease::until);
    if (end.filter(storeNow.plus(rules.lease()).plus(rules.hold())::isBefore).isPresent()) {
      // The store's clock was set back: no lease is that long. Its holder may have begun just now.
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
      return new Rest(); // Its holder may still finish.
    }
    // Nothing can happen before the hold is over.
    Instant free = end.orElse(storeNow).plus(rules.hold()).plusMillis(1);
    return pause(record, Duration.between(storeNow, free));
  }

  private RefreshStep pause(GrantRecord record, Duration delay) {
    return needsUser(record.errorCode())
        ? refusedAgain()
        : new BackOff(delay, FailureRecord.said(record));
  }

  /**
   * {@return whether the user is needed; a client that can start over by itself only has to wait}
   */
  private boolean needsUser(Optional<OAuthErrorCode> stored) {
    return FailureRecord.isRefusedAgain(stored) && !rules.selfObtainable();
  }

  /** The user may help; the grant is kept, for the client's credentials may be the reason. */
  private static NeedUser refusedAgain() {
    return new NeedUser(Reason.REFUSED_WITHOUT_ERROR, Optional.empty(), false);
  }

  /**
   * More than one presentation: the outcome of an earlier one was unknown, and the server had most
   * likely replaced the token.
   */
  private static NeedUser dead(int presentations, Optional<OAuthErrorCode> errorCode) {
    return new NeedUser(
        presentations > 1 ? Reason.ROTATION_LOST : Reason.GRANT_REFUSED, errorCode, false);
  }

  /** {@return R3: with the lease} */
  public RefreshStep leaseTaken(GrantRecord record) {
    return new Present(record, false);
  }

  /** {@return R3: never without the lease; what the answer showed is as good as a look} */
  public RefreshStep leaseRefused(GrantView sight) {
    return seen(sight);
  }

  /** {@return R3: the outcome of the lease is unknown: nothing is presented} */
  public RefreshStep leaseUnknown() {
    return new StoreGone();
  }

  /**
   * R5, R7, R8: what follows from what the request came to.
   *
   * @param spent since before the lease was asked for
   * @param sinceFirst since before this holder presented for the first time
   * @param backOff how long to wait after a failure that may pass
   * @return the next step
   */
  public RefreshStep presented(
      Present tried, TokenResult result, Duration spent, Duration sinceFirst, Duration backOff) {
    return result.fold(
        granted -> new Commit(tried.leased().version()),
        refreshTokenOnly -> new Commit(tried.leased().version()),
        failure -> failure.fold(new FailureCases(rules, tried, spent, sinceFirst, backOff)));
  }

  /** {@return the leased document cannot be opened here; another node may be able to} */
  public RefreshStep unreadable(Present tried) {
    return new Settle(
        tried.leased(),
        tried.again() ? FailureRecord.intentStays(Duration.ZERO) : FailureRecord.untried(),
        true);
  }

  /** {@return R4: the lease ran out before anything was sent: start over} */
  public RefreshStep tooLate(Present tried) {
    return tried.again()
        ? new Settle(tried.leased(), FailureRecord.intentStays(Duration.ZERO), true)
        : new Settle(tried.leased(), FailureRecord.untried(), false);
  }

  /**
   * {@return R7: a failure that was not written says nothing about what was stored in the meantime}
   */
  public RefreshStep settled(Settle tried, boolean written) {
    if (!tried.gaveUp()) {
      return written ? new Look() : new Rest();
    }
    if (!written) {
      return new Look();
    }
    FailureRecord left = tried.failure();
    if (needsUser(left.errorCode())) {
      return refusedAgain();
    }
    return left.state() == GrantState.DEAD
        ? dead(tried.observed().attempt() - 1 + left.presentations(), left.errorCode())
        : new GiveUp();
  }

  /**
   * {@return R7: the lease ends by itself, and callers need to hear of the failure that it was for}
   */
  public RefreshStep settleUnknown(Settle tried) {
    return tried.gaveUp() ? new GiveUp() : new StoreGone();
  }

  /** {@return R6: what follows from the store's answer to a commit} */
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
    // Newer: adopt it. Older: the store has lost something, and a look will give it back.
    return new Look();
  }

  /** {@return R6: goes on in the background} */
  public RefreshStep commitUnknown(Commit tried) {
    return new ServeUnstored(tried);
  }

  /** {@return R2: whatever became of it, the next look shows it} */
  public RefreshStep writtenBack(boolean written) {
    return written ? new Look() : new Rest();
  }
}
