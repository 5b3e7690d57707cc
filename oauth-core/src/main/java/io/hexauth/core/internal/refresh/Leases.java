// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.refresh.Progress.Issued;
import io.hexauth.core.internal.refresh.Progress.LeaseAsked;
import io.hexauth.core.internal.refresh.Progress.Sealed;
import io.hexauth.core.internal.refresh.Progress.UnderLease;
import io.hexauth.core.internal.server.AuthorizationServer;
import io.hexauth.core.internal.storage.SealedTokenStore;
import io.hexauth.core.internal.storage.StoreReading;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.core.internal.time.Stopwatch;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.internal.refresh.RefreshStep.Commit;
import io.hexauth.domain.internal.refresh.RefreshStep.Settle;
import io.hexauth.domain.internal.refresh.RefreshStep.TakeLease;
import io.hexauth.domain.internal.refresh.SealedCredential;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.ports.spi.FaultPoints;
import io.hexauth.ports.spi.FaultPoints.FaultPoint;
import io.hexauth.ports.spi.OAuthClock;
import java.util.Optional;

/**
 * Takes the leases of grants, and ends them with a new token or a failure (rules R3, R6 and R7).
 */
final class Leases {

  private final SealedTokenStore store;
  private final AuthorizationServer server;
  private final OAuthClock clock;
  private final RandomSource random;
  private final FaultPoints faults;

  Leases(
      SealedTokenStore store,
      AuthorizationServer server,
      OAuthClock clock,
      RandomSource random,
      FaultPoints faults) {
    this.store = store;
    this.server = server;
    this.clock = clock;
    this.random = random;
    this.faults = faults;
  }

  /**
   * Begins a new request for a lease.
   *
   * @throws OAuthException if no request can be sent to the server now, so that a lease would be
   *     useless
   */
  LeaseAsked begin() {
    server.prepare();
    return new LeaseAsked(random.id(), Stopwatch.of(clock));
  }

  /**
   * Requests the lease.
   *
   * @param grant the cache entry of the grant
   * @param known the last answer of the store; empty if there is none
   * @param task the step
   * @param asked the request for the lease
   * @return the answer of the store
   */
  StoreReading ask(
      GrantCell grant, Optional<StoreReading> known, TakeLease task, LeaseAsked asked) {
    Optional<GrantId> createdAs =
        task.expected().isPresent()
            ? Optional.empty()
            : Optional.of(random.grantId(clock.instant()));
    faults.reached(FaultPoint.BEFORE_LEASE, grant.key());
    StoreReading taken = store.lease(grant, known, task.expected(), createdAs, asked.attempt());
    faults.reached(FaultPoint.AFTER_LEASE, grant.key());
    return taken;
  }

  /** Reports the point before a commit to tests. */
  void beforeCommit(GrantCell grant) {
    faults.reached(FaultPoint.BEFORE_COMMIT, grant.key());
  }

  /** Encrypts the grant to be stored. */
  SealedCredential seal(Issued issued) {
    IssuedGrant next = issued.grant();
    UnderLease lease = issued.lease();
    return store.seal(
        next.cell().grant(),
        next.version(),
        next.document(),
        lease.asked().attempt(),
        lease.moment().store());
  }

  /** Stores a new generation. */
  StoreReading commit(Sealed sealed, Commit task) {
    GrantCell grant = sealed.issued().grant().cell().grant();
    Optional<StoreReading> leased = Optional.of(sealed.issued().lease().reading());
    StoreReading answer = store.commit(grant, leased, task.presented(), sealed.credential());
    faults.reached(FaultPoint.AFTER_COMMIT, grant.key());
    return answer;
  }

  /** {@return true if the failure has been stored} */
  boolean isSettled(GrantCell grant, Optional<StoreReading> known, Settle task) {
    return store.settle(grant, known, task.observed(), task.failure());
  }
}
