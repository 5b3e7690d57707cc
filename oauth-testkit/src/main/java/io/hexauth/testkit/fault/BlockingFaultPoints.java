// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.fault;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.FaultPoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Fault points that stop threads of this process at points that a test chooses.
 *
 * <pre>{@code
 * var points = new BlockingFaultPoints();          // bound to FaultPoints in the injector of one node
 * StopPoint stop = points.stopAt(FaultPoint.BEFORE_COMMIT);
 * // start a refresh on another thread
 * stop.await();                                    // the answer is there, and not stored yet
 * stop.release();
 * }</pre>
 *
 * <p>Each stop is for one thread, the first that reaches the point; other threads continue. Safe
 * for use by multiple threads. {@link #close()} releases every thread.
 */
public final class BlockingFaultPoints implements FaultPoints, AutoCloseable {

  private final ReentrantLock lock = new ReentrantLock();
  private final List<StopPoint> waiting = new ArrayList<>();
  private final List<StopPoint> all = new ArrayList<>();

  /** Creates fault points that do not stop any thread yet. */
  public BlockingFaultPoints() {}

  /** {@return a stop for the next thread that reaches this point} */
  public StopPoint stopAt(FaultPoint point) {
    var stop = new StopPoint(Objects.requireNonNull(point, "point"));
    lock.lock();
    try {
      waiting.add(stop);
      all.add(stop);
      return stop;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void reached(FaultPoint point, GrantKey key) {
    Objects.requireNonNull(key, "key");
    next(Objects.requireNonNull(point, "point")).ifPresent(stop -> stop.stopHere(key));
  }

  private Optional<StopPoint> next(FaultPoint point) {
    lock.lock();
    try {
      Optional<StopPoint> stop = waiting.stream().filter(s -> s.point() == point).findFirst();
      stop.ifPresent(waiting::remove);
      return stop;
    } finally {
      lock.unlock();
    }
  }

  /** Releases all stopped threads and removes all other stops. */
  @Override
  public void close() {
    lock.lock();
    try {
      waiting.clear();
      all.forEach(StopPoint::release);
      all.clear();
    } finally {
      lock.unlock();
    }
  }
}
