// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import io.hexauth.domain.internal.refresh.RefreshStep;
import java.util.Objects;
import java.util.Optional;

/**
 * One process.
 *
 * @param state whether the process runs
 * @param step its next step
 * @param waitsUntil the time before which it does nothing
 * @param asked the time at which it asked for the lease
 * @param sent the time of its first presentation under this lease
 * @param attempts the number of leases that it has asked for
 * @param waiting true while its request is at the server
 * @param call the progress of a step that calls the store
 * @param known the newest generation that it has read or issued
 * @param token the refresh token of that generation
 * @param issued the generation that it issued last; 0 if none
 * @param wants the node wants a token of a later generation than this
 * @param rounds the remaining rounds, in each of which it wants a token
 * @param end the result of its last round; empty during a round
 */
record Node(
    State state,
    Optional<RefreshStep> step,
    long waitsUntil,
    long asked,
    long sent,
    int attempts,
    boolean waiting,
    Call call,
    long known,
    int token,
    long issued,
    long wants,
    int rounds,
    String end) {

  enum State {
    RUNNING,
    PAUSED,
    CRASHED
  }

  static Node fresh(RefreshStep first, long generation, int token, int rounds) {
    return new Node(
        State.RUNNING,
        Optional.of(first),
        0,
        0,
        0,
        0,
        false,
        Call.NONE,
        generation,
        token,
        0,
        generation,
        rounds,
        "");
  }

  boolean runs() {
    return state == State.RUNNING && step.isPresent();
  }

  boolean isAlive() {
    return state != State.CRASHED;
  }

  Node in(State changed) {
    return new Node(
        changed,
        step,
        waitsUntil,
        asked,
        sent,
        attempts,
        waiting,
        call,
        known,
        token,
        issued,
        wants,
        rounds,
        end);
  }

  private static boolean isLook(RefreshStep step) {
    return step instanceof RefreshStep.Look || step instanceof RefreshStep.Rest;
  }

  Node at(RefreshStep next) {
    return new Node(
        state,
        Optional.of(next),
        0,
        asked,
        sent,
        attempts,
        waiting,
        isLook(next) ? Call.NONE : call.next(),
        known,
        token,
        issued,
        wants,
        rounds,
        end);
  }

  Node with(Call changed) {
    return new Node(
        state,
        step,
        waitsUntil,
        asked,
        sent,
        attempts,
        waiting,
        changed,
        known,
        token,
        issued,
        wants,
        rounds,
        end);
  }

  /**
   * {@return the node at the first step of another run, without what the store has returned to this
   * run}
   */
  Node anew(RefreshStep first) {
    return at(first).with(Call.NONE);
  }

  Node until(long time) {
    return new Node(
        state, step, time, asked, sent, attempts, waiting, call, known, token, issued, wants,
        rounds, end);
  }

  Node asking(long now) {
    return new Node(
        state,
        step,
        waitsUntil,
        now,
        sent,
        attempts + 1,
        waiting,
        call,
        known,
        token,
        issued,
        wants,
        rounds,
        end);
  }

  Node sending(long first) {
    return new Node(
        state,
        step,
        waitsUntil,
        asked,
        first,
        attempts,
        true,
        call,
        known,
        token,
        issued,
        wants,
        rounds,
        end);
  }

  Node answered() {
    return new Node(
        state, step, 0, asked, sent, attempts, false, call, known, token, issued, wants, rounds,
        end);
  }

  Node knowing(long generation, int refreshToken) {
    return generation <= known
        ? this
        : new Node(
            state,
            step,
            waitsUntil,
            asked,
            sent,
            attempts,
            waiting,
            call,
            generation,
            refreshToken,
            issued,
            wants,
            rounds,
            end);
  }

  Node issuing(long generation, int refreshToken) {
    return new Node(
        state,
        step,
        waitsUntil,
        asked,
        sent,
        attempts,
        waiting,
        call,
        generation,
        refreshToken,
        generation,
        wants,
        rounds,
        end);
  }

  /** {@return the node after its round; the next round wants a newer token} */
  Node ended(String how, long generation, RefreshStep next) {
    int left = rounds - 1;
    return new Node(
        state,
        left > 0 ? Optional.of(next) : Optional.empty(),
        0,
        asked,
        sent,
        attempts,
        waiting,
        Call.NONE,
        known,
        token,
        issued,
        generation,
        left,
        how);
  }

  /** Uses only the components that differ most often. */
  @Override
  public int hashCode() {
    int hash =
        Objects.hash(state, waitsUntil, asked, sent, attempts, waiting, known, issued, rounds);
    hash = 31 * hash + step.map(next -> next.getClass().hashCode()).orElse(0);
    return 31 * hash + call.hashCode();
  }
}
