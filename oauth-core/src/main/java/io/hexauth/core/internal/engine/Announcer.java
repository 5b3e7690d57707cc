// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.spi.TokenEvent;
import io.hexauth.ports.spi.TokenListener;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners, after the fact and on threads of their own: one at a time for each grant, in
 * order, each isolated.
 */
public final class Announcer {

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  private final Provider<Set<TokenListener>> listeners;
  private final Tasks tasks;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<GrantCell, Queue<TokenEvent>> waiting = new HashMap<>();

  @Inject
  Announcer(Provider<Set<TokenListener>> listeners, Tasks tasks) {
    this.listeners = listeners;
    this.tasks = tasks;
  }

  void announce(
      ClientRegistrationId registration,
      GrantCell cell,
      Snapshot snapshot,
      TokenEvent.Origin origin) {
    if (!cell.announces(snapshot.grantId(), snapshot.generation())) {
      return;
    }
    var event =
        new TokenEvent(
            registration,
            cell.principal(),
            snapshot.token(),
            snapshot.grantId(),
            snapshot.generation(),
            origin);
    if (enqueue(cell, event)) {
      try {
        tasks.application().execute(() -> tell(cell));
      } catch (RejectedExecutionException e) {
        LOG.warn(
            "Client registration '{}': closing, a token event was not delivered", registration);
      }
    }
  }

  /** Whether nobody is telling this grant's events yet. */
  private boolean enqueue(GrantCell cell, TokenEvent event) {
    lock.lock();
    try {
      Queue<TokenEvent> queue = waiting.get(cell);
      boolean first = queue == null;
      if (queue == null) {
        queue = new ArrayDeque<>();
        waiting.put(cell, queue);
      }
      queue.add(event);
      return first;
    } finally {
      lock.unlock();
    }
  }

  private void tell(GrantCell cell) {
    for (TokenEvent event = next(cell); event != null; event = next(cell)) {
      for (TokenListener listener : listeners(event)) {
        try {
          listener.onTokenUpdate(event);
        } catch (Throwable e) { // whatever it is, it must not end the telling of this grant
          // Not the message: an application may have put a token into it.
          LOG.warn(
              "Client registration '{}': token listener {} threw {}; the token is stored all the same",
              event.registration(),
              listener.getClass().getName(),
              e.getClass().getName());
        }
      }
    }
  }

  /** None if Guice cannot make one of them: the others cannot be told apart from it. */
  private Set<TokenListener> listeners(TokenEvent event) {
    try {
      return listeners.get();
    } catch (RuntimeException e) {
      LOG.warn(
          "Client registration '{}': the token listeners cannot be made ({}); the token is stored all the same",
          event.registration(),
          e.getClass().getName());
      return Set.of();
    }
  }

  private @org.jspecify.annotations.Nullable TokenEvent next(GrantCell cell) {
    lock.lock();
    try {
      Queue<TokenEvent> queue = waiting.get(cell);
      TokenEvent event = queue == null ? null : queue.poll();
      if (event == null) {
        waiting.remove(cell);
      }
      return event;
    } finally {
      lock.unlock();
    }
  }
}
