// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.fault;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.FaultPoints;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Fault points that another process controls through standard input and output. {@link FaultyJvm}
 * is that other process.
 *
 * <p>The process reads its input itself and passes each line to {@link #accept}. The fault points
 * understand two commands: {@code stop AFTER_LEASE} stops the next thread that reaches that point,
 * and {@code go AFTER_LEASE} lets it continue. A thread that stops prints {@code stopped
 * AFTER_LEASE} and the key of its grant. At most one thread stops at a point; others continue.
 *
 * <p>Safe for use by multiple threads. A thread is stopped until the {@code go} command, or until
 * the process ends.
 */
public final class ConsoleFaultPoints implements FaultPoints {

  static final String STOP = "stop ";
  static final String STOPPED = "stopped ";
  static final String GO = "go ";

  private final PrintStream out;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<FaultPoint, CountDownLatch> armed = new EnumMap<>(FaultPoint.class);
  private final Map<FaultPoint, CountDownLatch> standing = new EnumMap<>(FaultPoint.class);

  /** Creates fault points that do not stop any thread yet, and print to this stream. */
  public ConsoleFaultPoints(PrintStream out) {
    this.out = Objects.requireNonNull(out, "out");
  }

  /**
   * Processes a line of the input.
   *
   * @return true if the line was a command for the fault points
   * @throws IllegalArgumentException if the line names an unknown point
   */
  public boolean accept(String line) {
    if (line.startsWith(STOP)) {
      change(armed, FaultPoint.valueOf(line.substring(STOP.length())), new CountDownLatch(1));
      return true;
    }
    if (line.startsWith(GO)) {
      go(FaultPoint.valueOf(line.substring(GO.length())));
      return true;
    }
    return false;
  }

  private void change(Map<FaultPoint, CountDownLatch> map, FaultPoint point, CountDownLatch latch) {
    lock.lock();
    try {
      map.put(point, latch);
    } finally {
      lock.unlock();
    }
  }

  private void go(FaultPoint point) {
    lock.lock();
    try {
      armed.remove(point);
      Optional.ofNullable(standing.remove(point)).ifPresent(CountDownLatch::countDown);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void reached(FaultPoint point, GrantKey key) {
    stopHere(point, Objects.requireNonNull(key, "key"))
        .ifPresent(
            latch -> {
              try {
                latch.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private Optional<CountDownLatch> stopHere(FaultPoint point, GrantKey key) {
    lock.lock();
    try {
      if (standing.containsKey(point)) {
        return Optional.empty();
      }
      Optional<CountDownLatch> latch = Optional.ofNullable(armed.remove(point));
      latch.ifPresent(
          here -> {
            standing.put(point, here);
            out.println(STOPPED + point + " " + key.value());
            out.flush();
          });
      return latch;
    } finally {
      lock.unlock();
    }
  }
}
