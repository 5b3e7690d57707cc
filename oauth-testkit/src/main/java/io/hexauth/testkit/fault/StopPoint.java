// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.fault;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.FaultPoints.FaultPoint;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One stop of one thread at a point of a refresh, as {@link BlockingFaultPoints} was told to make
 * it. Safe for use by multiple threads.
 *
 * <p>A thread that is not released goes on by itself after 20 seconds.
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

  /** On the thread of the refresh. */
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
      // The test has not released this thread in time.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** {@return whether a thread has come here} */
  public boolean isReached() {
    return reached.isDone();
  }

  /**
   * Waits until a thread has come here.
   *
   * @return the grant that it refreshes
   * @throws AssertionError if none has after 20 seconds, or the waiting thread was interrupted
   */
  public GrantKey await() {
    try {
      return reached.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for " + point, e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("No thread came to " + point + " within 20 seconds", e);
    }
  }

  /** The thread goes on; if none has come yet, it will not stop. Idempotent. */
  public void release() {
    released.complete(null);
  }

  /**
   * The thread goes on by throwing this; if none has come yet, the first one will. Without effect
   * after {@link #release()}.
   */
  public void fail(RuntimeException failure) {
    released.completeExceptionally(failure);
  }

  /**
   * The thread goes on by throwing this; if none has come yet, the first one will. Without effect
   * after {@link #release()}.
   */
  public void fail(Error failure) {
    released.completeExceptionally(failure);
  }
}
