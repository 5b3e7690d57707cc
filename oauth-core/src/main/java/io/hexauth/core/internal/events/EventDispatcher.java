// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.events;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.domain.lifecycle.GrantId;
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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.locks.ReentrantLock;

/** Dispatcher that adds each event to the queues of all listeners. */
public final class EventDispatcher {

  /** Far more grants than can be announced by threads that are late. */
  private static final int MOST_ENDED = 10_000;

  private final List<ListenerQueue> queues = new ArrayList<>();
  private final OAuthClock clock;
  private final ReentrantLock order = new ReentrantLock();

  /**
   * Last grants whose end was announced, protected by {@link #order}. They are not kept in their
   * cache entries, because one grant can have two of them after an eviction.
   */
  private final Set<GrantId> ended =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<GrantId, Boolean> eldest) {
              return size() > MOST_ENDED;
            }
          });

  /** Creates the queues. Listeners are created later, because they may inject the clients. */
  @Inject
  EventDispatcher(
      Collection<Provider<OAuthEventListener>> listeners,
      TaskPools pools,
      OAuthClientConfig config,
      OAuthClock clock) {
    this.clock = clock;
    ThreadPoolExecutor threads = pools.listeners();
    // One thread for each listener, so that a listener that hangs does not block the others.
    threads.setMaximumPoolSize(Math.max(1, listeners.size()));
    threads.setCorePoolSize(threads.getMaximumPoolSize());
    for (Provider<OAuthEventListener> listener : listeners) {
      queues.add(new ListenerQueue(listener, threads, config.waitingTasks(), clock));
    }
  }

  /** {@return the sender of the events of one registration} */
  public RegistrationEvents of(ClientRegistrationId registration) {
    return new RegistrationEvents(registration, this, clock);
  }

  /** {@return true if a listener is bound} */
  boolean isHeard() {
    return !queues.isEmpty();
  }

  void tell(OAuthEvent event) {
    for (ListenerQueue queue : queues) {
      queue.offer(event);
    }
  }

  /**
   * Sends the event of a token, unless the generation or the end of the grant has already been
   * announced. Check and queueing happen under one lock, because otherwise a later generation could
   * be announced first.
   *
   * @param cell the cache entry of the grant
   * @param event the event
   * @param own true if this node has stored the token
   */
  void announce(GrantCell cell, TokenEvent event, boolean own) {
    var version = new GrantRecord.Version(event.grantId(), event.generation());
    order.lock();
    try {
      boolean isOver = ended.contains(event.grantId());
      if (!isOver && (own ? cell.announcesOwn(version) : cell.announces(version))) {
        tell(event);
      }
    } finally {
      order.unlock();
    }
  }

  /**
   * Sends the event of a revocation, under the same lock, so that no token of the grant is
   * announced after it.
   */
  void announceEnd(TokenEvent event) {
    order.lock();
    try {
      ended.add(event.grantId());
      tell(event);
    } finally {
      order.unlock();
    }
  }
}
