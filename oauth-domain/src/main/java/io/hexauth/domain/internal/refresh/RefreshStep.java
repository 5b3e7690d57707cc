// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Next step of a refresh. A {@link Task} has an effect, and what comes of it is told to {@link
 * Refresh}; an {@link End} is what callers get.
 */
public sealed interface RefreshStep permits RefreshStep.Task, RefreshStep.End {

  /** {@return what the function for this kind of step makes of it} */
  <R> R fold(Function<Task, R> task, Function<End, R> end);

  /** {@return the end that is reached when this task, and each that follows, is carried out} */
  default End end(Function<Task, RefreshStep> carryOut) {
    RefreshStep step = this;
    while (step instanceof Task task) {
      step = carryOut.apply(task);
    }
    return (End) step;
  }

  /** {@return why the user is needed; empty if that is not the end} */
  default Optional<Reason> needsUser() {
    return Optional.empty();
  }

  /** Something to do. */
  sealed interface Task extends RefreshStep {

    /**
     * {@return whether something new begins, which is not done once the time is over; what has
     * begun is brought to its end}
     */
    boolean begins();

    /** {@return what the case for this task returns} */
    <R> R fold(TaskCases<R> cases);

    @Override
    default <R> R fold(Function<Task, R> task, Function<End, R> end) {
      return task.apply(this);
    }
  }

  /** The end of this refresh. */
  sealed interface End extends RefreshStep {

    /** {@return whether what this process remembers of the grant is of no use any more} */
    boolean forget();

    /** {@return what the case for this end returns} */
    <R> R fold(EndCases<R> cases);

    @Override
    default <R> R fold(Function<Task, R> task, Function<End, R> end) {
      return end.apply(this);
    }
  }

  /** R2: look at the record. */
  record Look() implements Task {
    @Override
    public boolean begins() {
      return true;
    }

    @Override
    public <R> R fold(TaskCases<R> cases) {
      return cases.look();
    }
  }

  /** Wait a moment, then look again: too short to be felt, too random to march in step. */
  record Rest() implements Task {
    @Override
    public boolean begins() {
      return true;
    }

    @Override
    public <R> R fold(TaskCases<R> cases) {
      return cases.rest();
    }
  }

  /**
   * R2: the store has lost what this process remembers; give it back.
   *
   * @param replaced what must still be there; empty if nothing must be
   */
  record WriteBack(Optional<GrantRecord> replaced) implements Task {
    @Override
    public boolean begins() {
      return false;
    }

    @Override
    public <R> R fold(TaskCases<R> cases) {
      return cases.writeBack(this);
    }
  }

  /**
   * R3: take the lease.
   *
   * @param expected what must still be there; empty to create the record with it
   */
  record TakeLease(Optional<GrantRecord.Version> expected) implements Task {
    @Override
    public boolean begins() {
      return true;
    }

    @Override
    public <R> R fold(TaskCases<R> cases) {
      return cases.takeLease(this);
    }
  }

  /**
   * R4: present what the record has, if the lease still allows.
   *
   * @param leased the record under our lease
   * @param again whether this holder presents for the second time, within the grace of the server
   */
  record Present(GrantRecord leased, boolean again) implements Task {
    @Override
    public boolean begins() {
      return false;
    }

    @Override
    public <R> R fold(TaskCases<R> cases) {
      return cases.present(this);
    }
  }

  /**
   * R6: store what was issued, on the generation that was presented.
   *
   * @param presented grant and generation
   */
  record Commit(GrantRecord.Version presented) implements Task {
    @Override
    public boolean begins() {
      return false;
    }

    @Override
    public <R> R fold(TaskCases<R> cases) {
      return cases.commit(this);
    }
  }

  /**
   * R7, R8: write down a failure, on generation and epoch.
   *
   * @param observed the record that it was observed on
   * @param failure what is written
   * @param gaveUp whether callers get the failure once it is written; otherwise another look
   *     follows
   */
  record Settle(GrantRecord observed, FailureRecord failure, boolean gaveUp) implements Task {
    @Override
    public boolean begins() {
      return false;
    }

    @Override
    public <R> R fold(TaskCases<R> cases) {
      return cases.settle(this);
    }
  }

  /** The stored token meets the requirement. */
  record Adopt() implements End {
    @Override
    public boolean forget() {
      return false;
    }

    @Override
    public <R> R fold(EndCases<R> cases) {
      return cases.adopt();
    }
  }

  /** The issued token is stored. */
  record Stored() implements End {
    @Override
    public boolean forget() {
      return false;
    }

    @Override
    public <R> R fold(EndCases<R> cases) {
      return cases.stored();
    }
  }

  /**
   * The degraded mode: what was issued is not stored, because the store has gone. It is served from
   * memory, and the commit goes on in the background.
   *
   * @param commit to go on with
   */
  record ServeUnstored(Commit commit) implements End {
    @Override
    public boolean forget() {
      return false;
    }

    @Override
    public <R> R fold(EndCases<R> cases) {
      return cases.serveUnstored(this);
    }
  }

  /** The issued token belongs to a grant that was revoked in the meantime: revoke it, too. */
  record RevokeIssued() implements End {
    @Override
    public boolean forget() {
      return true;
    }

    @Override
    public <R> R fold(EndCases<R> cases) {
      return cases.revokeIssued();
    }
  }

  /** The failure of the request is what callers get. */
  record GiveUp() implements End {
    @Override
    public boolean forget() {
      return false;
    }

    @Override
    public <R> R fold(EndCases<R> cases) {
      return cases.giveUp();
    }
  }

  /** The store did not answer, and nothing was presented. */
  record StoreGone() implements End {
    @Override
    public boolean forget() {
      return false;
    }

    @Override
    public <R> R fold(EndCases<R> cases) {
      return cases.storeGone();
    }
  }

  /**
   * Nothing may be presented for a while.
   *
   * @param delay how long
   * @param errorCode why, if a server said
   */
  record BackOff(Duration delay, Optional<OAuthErrorCode> errorCode) implements End {
    @Override
    public boolean forget() {
      return false;
    }

    @Override
    public <R> R fold(EndCases<R> cases) {
      return cases.backOff(this);
    }
  }

  /**
   * The user is needed.
   *
   * @param reason why
   * @param errorCode what the server said, if it was the server
   * @param forget whether what this process remembers is of no use any more
   */
  record NeedUser(Reason reason, Optional<OAuthErrorCode> errorCode, boolean forget)
      implements End {

    @Override
    public Optional<Reason> needsUser() {
      return Optional.of(reason);
    }

    @Override
    public <R> R fold(EndCases<R> cases) {
      return cases.needUser(this);
    }
  }
}
