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
 * Work that callers of one complete request share: at most one acquisition and one look at the
 * store are under way for each.
 */
public final class SingleFlight {

  private final ClientRegistrationId registration;
  private final Acquisition acquisition;
  private final StoreLook look;
  private final Tasks tasks;

  /** For the grants of one registration. */
  SingleFlight(
      ClientRegistrationId registration, Acquisition acquisition, StoreLook look, Tasks tasks) {
    this.registration = registration;
    this.acquisition = acquisition;
    this.look = look;
    this.tasks = tasks;
  }

  /** A token, waited for. */
  public Snapshot acquire(TokenCell cell, TokenRequirement want) {
    ProviderCall.refuseInside(cell.grant().key());
    return awaited(cell, start(cell, want));
  }

  /**
   * Begins to refresh a grant that a listing of the store has shown.
   *
   * @param visit ends when the refresh does
   * @return waits for the token
   */
  public Supplier<Snapshot> begin(GrantVisit visit, AccessRequest access, StoreReading listed) {
    TokenCell cell = visit.cell().token(access);
    var want = TokenRequirement.newerThan(access, listed.record().orElseThrow().version());
    CompletableFuture<Snapshot> begun =
        start(cell, want, Optional.of(listed)).whenComplete((snapshot, failure) -> visit.close());
    return () -> awaited(cell, begun);
  }

  /** A token; the future ends as late as {@link #acquire} would. */
  public CompletableFuture<Snapshot> acquireAsync(TokenCell cell, TokenRequirement want) {
    ProviderCall.refuseInside(cell.grant().key());
    return tasks
        .bounded(registration, start(cell, want))
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

  /** Begins to obtain a token; no caller waits for it yet. */
  CompletableFuture<Snapshot> start(TokenCell cell, TokenRequirement want) {
    return start(cell, want, Optional.empty());
  }

  private CompletableFuture<Snapshot> start(
      TokenCell cell, TokenRequirement want, Optional<StoreReading> listed) {
    return tasks.join(
        registration,
        new Flight(cell.grant().key(), want),
        () -> acquisition.run(cell, want, listed));
  }

  /** A new grant, waited for. */
  public Snapshot fetch(TokenCell cell, Supplier<Snapshot> fetch) {
    ProviderCall.refuseInside(cell.grant().key());
    var flight = new Flight(cell.grant().key(), new Fetch(cell.access()));
    return tasks.await(registration, tasks.join(registration, flight, fetch));
  }

  /** Returns the stored token; waits for the look. */
  public Optional<Snapshot> look(TokenCell cell) {
    ProviderCall.refuseInside(cell.grant().key());
    return tasks.await(registration, startLook(cell));
  }

  /** The stored token; the future ends as late as {@link #look} would. */
  public CompletableFuture<Optional<Snapshot>> lookAsync(TokenCell cell) {
    ProviderCall.refuseInside(cell.grant().key());
    return tasks.bounded(registration, startLook(cell));
  }

  /** Begins a look at the store; no caller waits for it yet. */
  CompletableFuture<Optional<Snapshot>> startLook(TokenCell cell) {
    return tasks.join(
        registration, new Flight(cell.grant().key(), cell.access()), () -> look.look(cell));
  }

  /**
   * Begins to look up the status of a grant, unless memory has it.
   *
   * @return waits for it
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
   * Key of the work that is under way.
   *
   * @param key names the grant
   * @param what the complete request: a {@link TokenRequirement}, a {@link Fetch}, a {@link
   *     Status}, or an {@link AccessRequest} that is looked up
   */
  private record Flight(GrantKey key, Object what) {}

  /**
   * A new grant.
   *
   * @param access what its token is for
   */
  private record Fetch(AccessRequest access) {}

  /**
   * The status of a grant.
   *
   * @param access of the view that it is told for
   */
  private record Status(AccessRequest access) {}
}
