// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import io.hexauth.domain.internal.grant.TokenResult;
import io.hexauth.domain.internal.refresh.GrantTransitions;
import io.hexauth.domain.internal.refresh.GrantTransitions.Transition;
import io.hexauth.domain.internal.refresh.GrantView;
import io.hexauth.domain.internal.refresh.LeaseTerms;
import io.hexauth.domain.internal.refresh.Refresh;
import io.hexauth.domain.internal.refresh.RefreshStep;
import io.hexauth.domain.internal.refresh.SealedCredential;
import io.hexauth.domain.internal.refresh.StoreTime;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Duration;
import java.util.Optional;

/**
 * Transition function of the product, and its conditions for the store. Each rule can be replaced,
 * to prove that the model notices broken rules.
 */
class Transitions {

  static final Duration BACK_OFF = Duration.ofSeconds(1);

  final Refresh refresh;

  Transitions(Refresh refresh) {
    this.refresh = refresh;
  }

  RefreshStep seen(GrantView sight) {
    return refresh.seen(sight);
  }

  RefreshStep start(long known) {
    return refresh.start(remembered(known), false, !refresh.rules().selfObtainable());
  }

  static Optional<GrantView.Remembered> remembered(long known) {
    return known == 0
        ? Optional.empty()
        : Optional.of(
            new GrantView.Remembered(
                new GrantRecord.Version(World.ID, known), Duration.ZERO, true));
  }

  RefreshStep leaseTaken(GrantRecord record) {
    return refresh.leaseTaken(record);
  }

  RefreshStep leaseRefused(GrantView sight) {
    return seen(sight);
  }

  RefreshStep leaseUnknown() {
    return refresh.leaseUnknown();
  }

  Duration hold() {
    return refresh.rules().hold();
  }

  boolean mayPresent(Duration spent) {
    return refresh.rules().mayPresent(spent);
  }

  RefreshStep presented(
      RefreshStep.Present tried, TokenResult outcome, Duration spent, Duration sinceFirst) {
    return refresh.presented(tried, outcome, spent, sinceFirst, BACK_OFF);
  }

  RefreshStep committed(RefreshStep.Commit tried, boolean written, Optional<GrantRecord> record) {
    return refresh.committed(tried, written, record);
  }

  RefreshStep commitUnknown(RefreshStep.Commit tried) {
    return refresh.commitUnknown(tried);
  }

  RefreshStep settled(RefreshStep.Settle tried, boolean written) {
    return refresh.settled(tried, written);
  }

  /** {@return true if a late write is executed: the store compares the record and its clock} */
  boolean arrives(World.Late late, World world) {
    return late.expected().equals(world.row())
        && late.notAfter().filter(end -> world.now() + world.ahead() > end).isEmpty();
  }

  /**
   * {@return true if the store still has the record that it returned, so that a write is executed}
   */
  boolean isUnchanged(Reading shown, World world) {
    return shown.row().equals(world.row());
  }

  Transition lease(Optional<GrantRecord> row, LeaseTerms terms, StoreTime time) {
    return GrantTransitions.lease(row, World.KEY, terms, time);
  }

  Transition commit(
      Optional<GrantRecord> row,
      GrantRecord.Version presented,
      SealedCredential credential,
      StoreTime time) {
    return GrantTransitions.commit(row, presented, credential, time);
  }

  Transition settle(Optional<GrantRecord> row, RefreshStep.Settle task, StoreTime time) {
    return GrantTransitions.settle(row, task.observed(), task.failure(), time);
  }

  Transition reseal(Optional<GrantRecord> row, GrantRecord listed) {
    Envelope old = listed.envelope().orElseThrow();
    return GrantTransitions.reseal(row, listed.version(), old, World.resealed(old));
  }

  Transition put(
      Optional<GrantRecord> row,
      GrantRecord.Version version,
      Optional<GrantRecord> replaced,
      SealedCredential credential,
      StoreTime time) {
    return GrantTransitions.put(row, World.KEY, version, replaced, credential, time);
  }
}
