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

/** Events on their way to one listener, which one thread at a time tells in their order. */
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
   * @param threads has a thread for each listener
   * @param most measurements that wait, and as many others: neither takes the room of the other
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
      delivering.set(false); // For want of a thread: the next event finds one for those that wait.
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

  /** Tells what waits, until nothing does. */
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

  /** Made once, also where its class has no scope: it may keep what it has heard. */
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
    } catch (Throwable e) { // whatever it is, later events are to be told
      if (!event.isMeasurement() || failures.isTime()) {
        // Not the message: an application may have put a token into it.
        LOG.warn(
            "Client registration '{}': event listener {} threw {}; tokens are not affected",
            event.registration(),
            name,
            e.getClass().getName());
      }
    }
  }
}
