// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.server.RequestGate;
import io.hexauth.core.internal.storage.SealedTokenStore;
import io.hexauth.core.internal.storage.StoreReading;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.refresh.RefreshStep.Commit;
import io.hexauth.domain.refresh.RefreshStep.Settle;
import io.hexauth.domain.refresh.RefreshStep.TakeLease;
import io.hexauth.domain.refresh.RequestKind;
import io.hexauth.domain.refresh.SealedCredential;
import io.hexauth.ports.spi.FaultPoints;
import io.hexauth.ports.spi.FaultPoints.FaultPoint;
import io.hexauth.ports.spi.OAuthClock;
import java.time.Instant;
import java.util.Optional;

/** R3, R6, R7: takes the leases of grants, and ends them with a new credential or a failure. */
final class Leases {

  private final SealedTokenStore store;
  private final RequestGate gate;
  private final OAuthClock clock;
  private final RandomSource random;
  private final FaultPoints faults;

  Leases(
      SealedTokenStore store,
      RequestGate gate,
      OAuthClock clock,
      RandomSource random,
      FaultPoints faults) {
    this.store = store;
    this.gate = gate;
    this.clock = clock;
    this.random = random;
    this.faults = faults;
  }

  /**
   * Refuses a lease that would be of no use.
   *
   * @throws OAuthException if nothing is sent to the server now
   */
  void refuseIfNothingIsSent() {
    Optional<OAuthException> refusal = gate.refusal(RequestKind.OWN_GRANT);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }

  /**
   * Asks for the lease.
   *
   * @param known what the store has just shown
   * @param attempt the same for the repetition of a request without an answer, and for no other
   */
  StoreReading ask(GrantCell grant, Optional<StoreReading> known, TakeLease task, String attempt) {
    Optional<GrantId> createdAs =
        task.expected().isPresent()
            ? Optional.empty()
            : Optional.of(random.grantId(clock.instant()));
    faults.reached(FaultPoint.BEFORE_LEASE, grant.key());
    StoreReading taken = store.lease(grant, known, task.expected(), createdAs, attempt);
    faults.reached(FaultPoint.AFTER_LEASE, grant.key());
    return taken;
  }

  /** Seals what is to be stored. */
  SealedCredential seal(IssuedGrant issued, String attempt, Instant storeNow) {
    return store.seal(
        issued.cell().grant(), issued.version(), issued.document(), attempt, storeNow);
  }

  /** Stores a new generation. */
  StoreReading commit(
      GrantCell grant, Optional<StoreReading> known, Commit task, SealedCredential credential) {
    StoreReading written = store.commit(grant, known, task.presented(), credential);
    faults.reached(FaultPoint.AFTER_COMMIT, grant.key());
    return written;
  }

  /** A commit is about to begin. */
  void beforeCommit(GrantCell grant) {
    faults.reached(FaultPoint.BEFORE_COMMIT, grant.key());
  }

  /** {@return whether the failure is written down} */
  boolean isSettled(GrantCell grant, Optional<StoreReading> known, Settle task) {
    return store.settle(grant, known, task.observed(), task.settlement());
  }
}
