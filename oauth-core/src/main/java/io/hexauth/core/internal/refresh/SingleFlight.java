// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.GrantVisit;
import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.concurrent.Tasks;
import io.hexauth.core.internal.server.ProviderCall;
import io.hexauth.core.internal.storage.StoreReading;
import io.hexauth.domain.internal.lifecycle.TokenRequirement;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.ConnectionStatus;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Work that concurrent callers share. For each complete request, at most one acquisition of a token
 * and one read of the store run at the same time.
 */
public final class SingleFlight {

  private final ClientRegistrationId registration;
  private final Acquisition acquisition;
  private final StoreLook look;
  private final Tasks tasks;

  /** Creates the component for the grants of one registration. */
  SingleFlight(
      ClientRegistrationId registration, Acquisition acquisition, StoreLook look, Tasks tasks) {
    this.registration = registration;
    this.acquisition = acquisition;
    this.look = look;
    this.tasks = tasks;
  }

  /** Obtains a token, and waits for it. */
  public Snapshot acquire(TokenCell cell, TokenRequirement requirement) {
    ProviderCall.refuseInside(cell.grant().key());
    return awaited(cell, start(cell, requirement));
  }

  /**
   * Starts to refresh a grant of a listing.
   *
   * @param visit the use of the cache entry, which ends with the refresh
   * @param access the access request of the token
   * @param listed the record in the listing
   * @return a supplier that waits for the token
   */
  public Supplier<Snapshot> begin(GrantVisit visit, AccessRequest access, StoreReading listed) {
    TokenCell cell = visit.cell().token(access);
    var requirement = TokenRequirement.newerThan(access, listed.record().orElseThrow().version());
    CompletableFuture<Snapshot> begun =
        start(cell, requirement, Optional.of(listed))
            .whenComplete((snapshot, failure) -> visit.close());
    return () -> awaited(cell, begun);
  }

  /** Obtains a token. The future has the same time limit as {@link #acquire}. */
  public CompletableFuture<Snapshot> acquireAsync(TokenCell cell, TokenRequirement requirement) {
    ProviderCall.refuseInside(cell.grant().key());
    return tasks
        .bounded(registration, start(cell, requirement))
        .thenApply(
            snapshot -> {
              cell.learn(snapshot);
              return snapshot;
            });
  }

  private Snapshot awaited(TokenCell cell, CompletableFuture<Snapshot> begun) {
    Snapshot snapshot = tasks.await(registration, begun);
    cell.learn(snapshot);
    return snapshot;
  }

  /** Starts to obtain a token, without a waiting caller. */
  CompletableFuture<Snapshot> start(TokenCell cell, TokenRequirement requirement) {
    return start(cell, requirement, Optional.empty());
  }

  private CompletableFuture<Snapshot> start(
      TokenCell cell, TokenRequirement requirement, Optional<StoreReading> listed) {
    return tasks.join(
        registration,
        new Flight(cell.grant().key(), requirement),
        () -> acquisition.run(cell, requirement, listed));
  }

  /** Obtains a new grant, and waits for it. */
  public Snapshot fetch(TokenCell cell, Supplier<Snapshot> fetch) {
    ProviderCall.refuseInside(cell.grant().key());
    var flight = new Flight(cell.grant().key(), new Fetch(cell.access()));
    return tasks.await(registration, tasks.join(registration, flight, fetch));
  }

  /** Returns the stored token, and waits for the read. */
  public Optional<Snapshot> look(TokenCell cell) {
    ProviderCall.refuseInside(cell.grant().key());
    return tasks.await(registration, startLook(cell));
  }

  /** Returns the stored token. The future has the same time limit as {@link #look}. */
  public CompletableFuture<Optional<Snapshot>> lookAsync(TokenCell cell) {
    ProviderCall.refuseInside(cell.grant().key());
    return tasks.bounded(registration, startLook(cell));
  }

  /** Starts to read the store, without a waiting caller. */
  CompletableFuture<Optional<Snapshot>> startLook(TokenCell cell) {
    return tasks.join(
        registration, new Flight(cell.grant().key(), cell.access()), () -> look.look(cell));
  }

  /**
   * Starts to read the status of a grant, unless memory has it.
   *
   * @return a supplier that waits for the status
   */
  public Supplier<ConnectionStatus> status(TokenCell cell) {
    ProviderCall.refuseInside(cell.grant().key());
    CompletableFuture<ConnectionStatus> begun =
        look.remembered(cell)
            .map(CompletableFuture::completedFuture)
            .orElseGet(() -> tasks.bounded(registration, startStatus(cell)));
    return () -> tasks.await(registration, begun);
  }

  private CompletableFuture<ConnectionStatus> startStatus(TokenCell cell) {
    var flight = new Flight(cell.grant().key(), new Status(cell.access()));
    return tasks.join(registration, flight, () -> look.status(cell));
  }

  /**
   * Key of work that callers can share.
   *
   * @param key the key of the grant
   * @param what the complete request: a {@link TokenRequirement}, a {@link Fetch}, a {@link
   *     Status}, or an {@link AccessRequest} for a read of the store
   */
  private record Flight(GrantKey key, Object what) {}

  /**
   * Request for a new grant.
   *
   * @param access the access request of its token
   */
  private record Fetch(AccessRequest access) {}

  /**
   * Request for the status of a grant.
   *
   * @param access the access request of the view
   */
  private record Status(AccessRequest access) {}
}
