// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.events;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.OAuthEvent;
import io.hexauth.ports.api.OAuthEventListener;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.ports.spi.OAuthClock;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.locks.ReentrantLock;

/** Puts events into the queue of each listener. */
public final class EventDispatcher {

  private final List<ListenerQueue> queues = new ArrayList<>();
  private final OAuthClock clock;
  private final ReentrantLock order = new ReentrantLock();

  /** Makes no listener yet, for listeners may inject the clients. */
  @Inject
  EventDispatcher(
      Collection<Provider<OAuthEventListener>> listeners,
      TaskPools pools,
      OAuthClientConfig config,
      OAuthClock clock) {
    this.clock = clock;
    ThreadPoolExecutor threads = pools.listeners();
    // One for each, so that a listener that hangs keeps no other waiting.
    threads.setMaximumPoolSize(Math.max(1, listeners.size()));
    threads.setCorePoolSize(threads.getMaximumPoolSize());
    for (Provider<OAuthEventListener> listener : listeners) {
      queues.add(new ListenerQueue(listener, threads, config.waitingTasks(), clock));
    }
  }

  /** {@return the events of one registration} */
  public RegistrationEvents of(ClientRegistrationId registration) {
    return new RegistrationEvents(registration, this, clock);
  }

  /** {@return whether a listener is bound} */
  boolean isHeard() {
    return !queues.isEmpty();
  }

  void tell(OAuthEvent event) {
    for (ListenerQueue queue : queues) {
      queue.offer(event);
    }
  }

  /**
   * Tells of a token, unless its generation was told. Asked and queued under one lock: otherwise a
   * later generation could overtake.
   *
   * @param own whether this node has stored it
   */
  void announce(GrantCell cell, TokenEvent event, boolean own) {
    var version = new GrantRecord.Version(event.grantId(), event.generation());
    order.lock();
    try {
      if (own ? cell.announcesOwn(version) : cell.announces(version)) {
        tell(event);
      }
    } finally {
      order.unlock();
    }
  }
}
