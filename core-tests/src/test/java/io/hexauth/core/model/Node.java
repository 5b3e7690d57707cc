// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import io.hexauth.domain.internal.refresh.RefreshStep;
import java.util.Objects;
import java.util.Optional;

/**
 * One process.
 *
 * @param state whether it runs
 * @param step what it does next
 * @param waitsUntil it does nothing before this
 * @param asked when it asked for the lease
 * @param sent when it presented for the first time under that lease
 * @param attempts leases it has asked for
 * @param waiting whether its request is with the server
 * @param call how far a step that asks the store has come
 * @param known the newest generation that it has seen or made
 * @param token the refresh token of that generation
 * @param issued the generation that it issued last; 0 if none
 * @param wants a token of a later generation than this
 * @param rounds how many times it still wants one
 * @param end how its last round ended; empty while it goes on
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

  /** The first step of another run, which knows nothing of what the store has shown to this one. */
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

  /** The round is over; the next one, if there is one, wants something newer. */
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

  /** Of what most often differs. */
  @Override
  public int hashCode() {
    int hash =
        Objects.hash(state, waitsUntil, asked, sent, attempts, waiting, known, issued, rounds);
    hash = 31 * hash + step.map(next -> next.getClass().hashCode()).orElse(0);
    return 31 * hash + call.hashCode();
  }
}
