// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.events;

import io.hexauth.core.internal.time.OncePerMinute;
import io.hexauth.ports.api.OAuthEvent;
import io.hexauth.ports.api.OAuthEventListener;
import io.hexauth.ports.spi.OAuthClock;
import jakarta.inject.Provider;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Queue of the events for one listener. One thread at a time delivers them, in their order. */
final class ListenerQueue implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(ListenerQueue.class);

  private final Provider<OAuthEventListener> listener;
  private final ThreadPoolExecutor threads;
  private final int most;
  private final OncePerMinute drops;
  private final OncePerMinute failures;

  private final Queue<OAuthEvent> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger measurements = new AtomicInteger();
  private final AtomicInteger others = new AtomicInteger();
  private final AtomicInteger dropped = new AtomicInteger();
  private final AtomicBoolean delivering = new AtomicBoolean();

  private volatile @Nullable OAuthEventListener made;
  private volatile String name = "(not created yet)";

  /**
   * Creates the queue.
   *
   * @param threads the pool, with one thread for each listener
   * @param most the maximum number of waiting measurements, and separately of other waiting events
   */
  ListenerQueue(
      Provider<OAuthEventListener> listener,
      ThreadPoolExecutor threads,
      int most,
      OAuthClock clock) {
    this.listener = listener;
    this.threads = threads;
    this.most = most;
    this.drops = new OncePerMinute(clock);
    this.failures = new OncePerMinute(clock);
  }

  void offer(OAuthEvent event) {
    if (waiting(event).incrementAndGet() > most) {
      waiting(event).decrementAndGet();
      drop();
    } else {
      waiting.add(event);
    }
    if (delivering.compareAndSet(false, true)) {
      start();
    }
  }

  private AtomicInteger waiting(OAuthEvent event) {
    return event.isMeasurement() ? measurements : others;
  }

  private void start() {
    try {
      threads.execute(this);
    } catch (RejectedExecutionException e) {
      delivering.set(false); // No thread could be started: the next event tries again.
      while (threads.isShutdown() && waiting.poll() != null) {
        drop();
      }
    }
  }

  private void drop() {
    int lost = dropped.incrementAndGet();
    if (drops.isTime()) {
      LOG.warn(
          "Event listener {}: too many events wait, or Hexauth is closing; dropped events: {}",
          name,
          lost);
    }
  }

  /** Delivers all waiting events. */
  @Override
  public void run() {
    do {
      for (OAuthEvent event = waiting.poll(); event != null; event = waiting.poll()) {
        waiting(event).decrementAndGet();
        tell(event);
      }
      delivering.set(false);
    } while (!waiting.isEmpty() && delivering.compareAndSet(false, true));
  }

  /**
   * Returns the listener. It is created only once, even if its class has no scope, because it may
   * keep data of earlier events.
   */
  private OAuthEventListener made() {
    OAuthEventListener known = made;
    if (known == null) {
      known = listener.get();
      made = known;
      name = known.getClass().getName();
    }
    return known;
  }

  private void tell(OAuthEvent event) {
    try {
      OAuthEventListener made = made();
      event.tell(made);
      int lost = dropped.getAndSet(0);
      if (lost > 0) {
        made.onDropped(lost);
      }
    } catch (Throwable e) { // later events must still be delivered
      if (!event.isMeasurement() || failures.isTime()) {
        // Without the message, because an application may have put a token into it.
        LOG.warn(
            "Client registration '{}': event listener {} threw {}; tokens are not affected",
            event.registration(),
            name,
            e.getClass().getName());
      }
    }
  }
}
