// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.events;

import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.concurrent.TaskPool;
import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.ports.api.TokenListener;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners, after the fact and on threads of their own: one at a time for each grant, in
 * order, each isolated.
 */
public final class TokenEventDispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(TokenEventDispatcher.class);

  /** Grants with something to tell for which there was no thread. */
  private static final int MOST_HELD_BACK = 10_000;

  private final Provider<Set<TokenListener>> listeners;
  private final TaskPools pools;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<GrantCell, Queue<TokenEvent>> waiting = new HashMap<>();

  /** Those of {@link #waiting} that no thread delivers. */
  private final Set<GrantCell> heldBack = new LinkedHashSet<>();

  /** The first event found no listener bound. Then no refresh wakes a thread for listeners. */
  private volatile boolean isUnheard;

  /** Dispatches to the listeners that are bound when the first event comes. */
  @Inject
  TokenEventDispatcher(Provider<Set<TokenListener>> listeners, TaskPools pools) {
    this.listeners = listeners;
    this.pools = pools;
  }

  /** A token that this node found in the store, unless it is just storing it itself. */
  public void announceFound(ClientRegistrationId registration, GrantCell cell, Snapshot snapshot) {
    announce(event(registration, cell, snapshot, TokenEvent.Cause.ADOPTED), cell, false);
  }

  /** A token that this node has stored. */
  public void announceStored(
      ClientRegistrationId registration,
      GrantCell cell,
      Snapshot snapshot,
      TokenEvent.Cause cause) {
    announce(event(registration, cell, snapshot, cause), cell, true);
  }

  private static TokenEvent event(
      ClientRegistrationId registration,
      GrantCell cell,
      Snapshot snapshot,
      TokenEvent.Cause cause) {
    return new TokenEvent(
        registration,
        cell.principal(),
        snapshot.token(),
        snapshot.grantId(),
        snapshot.generation(),
        cause);
  }

  private void announce(TokenEvent event, GrantCell cell, boolean own) {
    if (!isUnheard && enqueue(cell, event, own)) {
      try {
        pools.listeners().execute(() -> tellAll(cell));
      } catch (RejectedExecutionException e) {
        if (TaskPool.isForWantOfAThread(e)) {
          holdBack(cell, event);
        } else {
          lost(event);
          forget(cell);
        }
      }
    }
  }

  private static void lost(TokenEvent event) {
    LOG.warn(
        "Client registration '{}': closing, or too much waits; token events were not delivered",
        event.registration());
  }

  /** The next event of this grant may be far away, but one of another grant is not. */
  private void holdBack(GrantCell cell, TokenEvent event) {
    lock.lock();
    try {
      if (heldBack.size() < MOST_HELD_BACK) {
        heldBack.add(cell);
        return;
      }
      waiting.remove(cell);
    } finally {
      lock.unlock();
    }
    lost(event);
  }

  /**
   * Whether no thread delivers this grant's events yet. Asked and queued under one lock: otherwise
   * a later generation could overtake.
   */
  private boolean enqueue(GrantCell cell, TokenEvent event, boolean own) {
    var version = new GrantRecord.Version(event.grantId(), event.generation());
    lock.lock();
    try {
      if (!(own ? cell.announcesOwn(version) : cell.announces(version))) {
        return false;
      }
      Queue<TokenEvent> queue = waiting.get(cell);
      boolean first = queue == null || heldBack.remove(cell);
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

  private void forget(GrantCell cell) {
    lock.lock();
    try {
      waiting.remove(cell);
    } finally {
      lock.unlock();
    }
  }

  /** Of this grant, and then of those for which there was no thread. */
  private void tellAll(GrantCell first) {
    for (GrantCell cell = first; cell != null; cell = nextHeldBack()) {
      tell(cell);
    }
  }

  private @Nullable GrantCell nextHeldBack() {
    lock.lock();
    try {
      Iterator<GrantCell> held = heldBack.iterator();
      if (!held.hasNext()) {
        return null;
      }
      GrantCell cell = held.next();
      held.remove();
      return cell;
    } finally {
      lock.unlock();
    }
  }

  private void tell(GrantCell cell) {
    for (TokenEvent event = next(cell); event != null; event = next(cell)) {
      try {
        Set<TokenListener> all = listeners.get();
        isUnheard = all.isEmpty();
        for (TokenListener listener : all) {
          tell(listener, event);
        }
      } catch (Throwable e) { // a listener that cannot be made must not end the line of events
        LOG.warn(
            "Client registration '{}': the token listeners cannot be made ({})",
            event.registration(),
            e.getClass().getName());
      }
    }
  }

  private static void tell(TokenListener listener, TokenEvent event) {
    try {
      listener.onTokenUpdate(event);
    } catch (Throwable e) { // whatever it is, other listeners and later events are to be told
      // Not the message: an application may have put a token into it.
      LOG.warn(
          "Client registration '{}': token listener {} threw {}; the token is stored all the same",
          event.registration(),
          listener.getClass().getName(),
          e.getClass().getName());
    }
  }

  private @Nullable TokenEvent next(GrantCell cell) {
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
