// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import io.hexauth.domain.refresh.RefreshStep;
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
 * @param repeats whether the store has not answered this step once
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
    boolean repeats,
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
        false,
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
        repeats,
        known,
        token,
        issued,
        wants,
        rounds,
        end);
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
        false,
        known,
        token,
        issued,
        wants,
        rounds,
        end);
  }

  /** The same step once more, because the store has not answered. */
  Node repeating() {
    return new Node(
        state,
        step,
        waitsUntil,
        asked,
        sent,
        attempts,
        waiting,
        true,
        known,
        token,
        issued,
        wants,
        rounds,
        end);
  }

  Node until(long time) {
    return new Node(
        state, step, time, asked, sent, attempts, waiting, repeats, known, token, issued, wants,
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
        repeats,
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
        repeats,
        known,
        token,
        issued,
        wants,
        rounds,
        end);
  }

  Node answered() {
    return new Node(
        state, step, 0, asked, sent, attempts, false, repeats, known, token, issued, wants, rounds,
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
            repeats,
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
        repeats,
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
        false,
        known,
        token,
        issued,
        generation,
        left,
        how);
  }
}
