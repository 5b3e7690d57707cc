// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Step of a refresh: a {@link Task}, which is executed and whose result is passed to {@link
 * Refresh}, or an {@link End}, which decides on the result for callers.
 */
public sealed interface RefreshStep permits RefreshStep.Task, RefreshStep.End {

  /** {@return the result of the function for this kind of step} */
  <R> R fold(Function<Task, R> task, Function<End, R> end);

  /**
   * {@return the end after this task and all following tasks have been executed}
   *
   * @param carryOut executes a task and returns the next step
   */
  default End end(Function<Task, RefreshStep> carryOut) {
    RefreshStep step = this;
    while (step instanceof Task task) {
      step = carryOut.apply(task);
    }
    return (End) step;
  }

  /** {@return the reason why the user is needed; empty if the user is not needed} */
  default Optional<Reason> needsUser() {
    return Optional.empty();
  }

  /** Step with an effect. */
  sealed interface Task extends RefreshStep {

    /**
     * {@return true if the task begins something new} Such a task is not executed after the time
     * limit. Other tasks are, because they finish something that has begun.
     */
    boolean begins();

    /** {@return the result of the method in {@code cases} for this task} */
    <R> R fold(TaskCases<R> cases);

    @Override
    default <R> R fold(Function<Task, R> task, Function<End, R> end) {
      return task.apply(this);
    }
  }

  /** End of a refresh. */
  sealed interface End extends RefreshStep {

    /** {@return true if the grant must be removed from the memory of this process} */
    boolean forget();

    /** {@return the result of the method in {@code cases} for this end} */
    <R> R fold(EndCases<R> cases);

    @Override
    default <R> R fold(Function<Task, R> task, Function<End, R> end) {
      return end.apply(this);
    }
  }

  /** Reads the record (R2). */
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

  /**
   * Waits for a moment, before the record is read again. The pause is too short to be noticed, and
   * random, so that nodes do not read at the same times.
   */
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
   * Restores in the store a grant that this process still has in memory (R2).
   *
   * @param replaced the record that must be stored; empty if none must be stored
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
   * Requests the lease (R3).
   *
   * @param expected the version that must be stored; empty if the record is created with the lease
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
   * Sends the refresh token of the record, or requests a new grant, if the lease still has enough
   * time (R4).
   *
   * @param leased the record under the lease of this node
   * @param again true if this holder sends the refresh token for the second time, within the grace
   *     period of the server
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
   * Stores the issued token (R6). Its generation follows the one whose refresh token was sent.
   *
   * @param presented the version whose refresh token was sent
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
   * Stores a failure, if version and epoch of the record are unchanged (R7, R8).
   *
   * @param observed the record of the failed attempt
   * @param failure the changes to the record
   * @param gaveUp true if callers get the failure after it is stored; otherwise the record is read
   *     again
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

  /** End with a stored token that meets the requirement. */
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

  /** End after the issued token has been stored. */
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
   * End with an issued token that could not be stored, because the store does not answer. Callers
   * get it from memory, and the commit continues in the background.
   *
   * @param commit the commit to continue
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

  /** End with a grant that was revoked during the refresh. The issued token must be revoked too. */
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

  /** End with the failure of the request, which callers get. */
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

  /** End without a request, because the store did not answer. */
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
   * End without a request, because of a pause.
   *
   * @param delay the time until the next request
   * @param errorCode the error code of the server that caused the pause; empty if there is none
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
   * End for which the user is needed.
   *
   * @param reason the reason
   * @param errorCode the error code of the server; empty if there is none
   * @param forget true if the grant must be removed from the memory of this process
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
