// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.fault;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.FaultPoints.FaultPoint;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Stop of one thread at a point of a refresh, from {@link BlockingFaultPoints}. Safe for use by
 * multiple threads.
 *
 * <p>A thread that is not released continues after 20 seconds.
 */
public final class StopPoint {

  private static final long PATIENCE_SECONDS = Cut.PATIENCE.toSeconds();

  private final FaultPoint point;
  private final CompletableFuture<GrantKey> reached = new CompletableFuture<>();
  private final CompletableFuture<Void> released = new CompletableFuture<>();

  StopPoint(FaultPoint point) {
    this.point = point;
  }

  FaultPoint point() {
    return point;
  }

  /** Stops the calling thread, which is the thread of the refresh. */
  void stopHere(GrantKey key) {
    reached.complete(key);
    try {
      released.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    } catch (TimeoutException e) {
      // The test did not release this thread in time.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** {@return true if a thread has reached the stop} */
  public boolean isReached() {
    return reached.isDone();
  }

  /**
   * Waits until a thread has reached the stop.
   *
   * @return the grant that the thread refreshes
   * @throws AssertionError if no thread reaches it within 20 seconds, or if the waiting thread was
   *     interrupted
   */
  public GrantKey await() {
    try {
      return reached.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for " + point, e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("No thread reached " + point + " within 20 seconds", e);
    }
  }

  /**
   * Lets the thread continue. If no thread has reached the stop yet, none will stop. A second call
   * has no effect.
   */
  public void release() {
    released.complete(null);
  }

  /**
   * Makes the stopped thread throw this exception. If no thread has reached the stop yet, the first
   * thread that reaches it throws the exception. Has no effect after {@link #release()} or an
   * earlier {@code fail}.
   */
  public void fail(RuntimeException failure) {
    released.completeExceptionally(failure);
  }

  /**
   * Makes the stopped thread throw this error. If no thread has reached the stop yet, the first
   * thread that reaches it throws the error. Has no effect after {@link #release()} or an earlier
   * {@code fail}.
   */
  public void fail(Error failure) {
    released.completeExceptionally(failure);
  }
}
