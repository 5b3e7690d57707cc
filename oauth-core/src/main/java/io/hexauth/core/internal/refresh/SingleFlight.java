// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.concurrent.Tasks;
import io.hexauth.core.internal.server.ProviderCall;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.TokenRequirement;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistrationId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What callers of one complete request share: at most one acquisition and one look at the store are
 * under way for each.
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
    return begin(cell, want).get();
  }

  /** {@return what waits for a token that is under way from now on} */
  public Supplier<Snapshot> begin(TokenCell cell, TokenRequirement want) {
    ProviderCall.refuseInside(cell.grant().key());
    CompletableFuture<Snapshot> begun = start(cell, want);
    return () -> {
      Snapshot snapshot = tasks.await(registration, begun);
      cell.learn(snapshot);
      return snapshot;
    };
  }

  /** A token that nobody waits for yet. */
  CompletableFuture<Snapshot> start(TokenCell cell, TokenRequirement want) {
    return tasks.join(
        registration, new Flight(cell.grant().key(), want), () -> acquisition.run(cell, want));
  }

  /** A new grant, waited for. */
  public Snapshot fetch(TokenCell cell, Supplier<Snapshot> fetch) {
    ProviderCall.refuseInside(cell.grant().key());
    var flight = new Flight(cell.grant().key(), new Fetch(cell.access()));
    return tasks.await(registration, tasks.join(registration, flight, fetch));
  }

  /** What the store has, waited for. */
  public Optional<Snapshot> look(TokenCell cell) {
    ProviderCall.refuseInside(cell.grant().key());
    return tasks.await(registration, startLook(cell));
  }

  /** A look at the store that nobody waits for yet. */
  CompletableFuture<Optional<Snapshot>> startLook(TokenCell cell) {
    return tasks.join(
        registration, new Flight(cell.grant().key(), cell.access()), () -> look.look(cell));
  }

  /**
   * What is under way.
   *
   * @param key names the grant
   * @param what the complete request: a {@link TokenRequirement}, a {@link Fetch}, or an {@link
   *     AccessRequest} that is looked up
   */
  private record Flight(GrantKey key, Object what) {}

  /**
   * A new grant.
   *
   * @param access what its token is for
   */
  private record Fetch(AccessRequest access) {}
}
