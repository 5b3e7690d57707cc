// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.Want;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistrationId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What callers of one complete request share: at most one acquisition and one look at the store are
 * under way for each.
 */
final class Flights {

  private final ClientRegistrationId registration;
  private final Acquisition acquisition;
  private final Tasks tasks;

  Flights(ClientRegistrationId registration, Acquisition acquisition, Tasks tasks) {
    this.registration = registration;
    this.acquisition = acquisition;
    this.tasks = tasks;
  }

  /** A token, waited for. */
  Snapshot acquire(TokenCell cell, Want want) {
    return begin(cell, want).get();
  }

  /** {@return what waits for a token that is under way from now on} */
  Supplier<Snapshot> begin(TokenCell cell, Want want) {
    ProviderCall.refuseInside(cell.grant().key());
    CompletableFuture<Snapshot> begun = start(cell, want);
    return () -> {
      Snapshot snapshot = tasks.await(registration, begun);
      cell.learn(snapshot);
      return snapshot;
    };
  }

  /** A token that nobody waits for yet. */
  CompletableFuture<Snapshot> start(TokenCell cell, Want want) {
    return tasks.join(
        registration, new Flight(cell.grant().key(), want), () -> acquisition.run(cell, want));
  }

  /** A new grant, waited for. */
  Snapshot fetch(TokenCell cell, Supplier<Snapshot> fetch) {
    ProviderCall.refuseInside(cell.grant().key());
    var flight = new Flight(cell.grant().key(), new Fetch(cell.access()));
    return tasks.await(registration, tasks.join(registration, flight, fetch));
  }

  /** What the store has, waited for. */
  Optional<Snapshot> look(TokenCell cell) {
    ProviderCall.refuseInside(cell.grant().key());
    return tasks.await(registration, startLook(cell));
  }

  /** A look at the store that nobody waits for yet. */
  CompletableFuture<Optional<Snapshot>> startLook(TokenCell cell) {
    return tasks.join(
        registration, new Flight(cell.grant().key(), cell.access()), () -> acquisition.look(cell));
  }

  /**
   * What is under way.
   *
   * @param key names the grant
   * @param what the complete request: a {@link Want}, a {@link Fetch}, or an {@link AccessRequest}
   *     that is looked up
   */
  private record Flight(GrantKey key, Object what) {}

  /**
   * A new grant.
   *
   * @param access what its token is for
   */
  private record Fetch(AccessRequest access) {}
}
