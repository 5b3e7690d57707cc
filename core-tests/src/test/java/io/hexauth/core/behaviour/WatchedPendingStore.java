// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** Store of pending authorizations that lets a test run an action before an answer arrives. */
final class WatchedPendingStore implements PendingAuthorizationStore {

  private final PendingAuthorizationStore real;
  private final AtomicReference<Runnable> afterTake = new AtomicReference<>(() -> {});
  private final List<Duration> lifetimes = new CopyOnWriteArrayList<>();

  WatchedPendingStore(PendingAuthorizationStore real) {
    this.real = real;
  }

  /** Runs an action once, between the next take and its answer. */
  void afterTake(Runnable action) {
    afterTake.set(action);
  }

  /** Lifetime of each stored authorization, oldest first. */
  List<Duration> lifetimes() {
    return List.copyOf(lifetimes);
  }

  @Override
  public boolean put(GrantKey key, Envelope pending, Duration lifetime) {
    lifetimes.add(lifetime);
    return real.put(key, pending, lifetime);
  }

  @Override
  public Optional<Envelope> take(GrantKey key) {
    Optional<Envelope> taken = real.take(key);
    afterTake.getAndSet(() -> {}).run();
    return taken;
  }
}
