// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.jdk;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Passes a body on to a subscriber until the relay is cancelled. A subscriber that is cut off gets
 * one failure, as it does from the JDK's client, and nothing afterwards.
 */
final class BodyRelay<T> implements Flow.Subscriber<List<ByteBuffer>> {

  private final BodySubscriber<T> to;

  /**
   * Lock for calls of the subscriber. It is reentrant, because the subscriber may request more
   * bytes and is then called again.
   */
  private final ReentrantLock calling = new ReentrantLock();

  private volatile Flow.@Nullable Subscription from;
  private volatile boolean cancelled;
  private boolean over;

  BodyRelay(BodySubscriber<T> to) {
    this.to = to;
  }

  /** {@return the result of the subscriber} */
  CompletableFuture<T> body() {
    return to.getBody().toCompletableFuture();
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    from = subscription;
    call(() -> to.onSubscribe(subscription), false);
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    call(() -> to.onNext(bytes), false);
  }

  @Override
  public void onError(Throwable failure) {
    call(() -> to.onError(failure), true);
  }

  @Override
  public void onComplete() {
    call(to::onComplete, true);
  }

  /** Cancels the relay. It has no effect if the subscriber has received the whole body. */
  void cancel() {
    cancelled = true;
    Flow.Subscription subscription = from;
    if (subscription != null) {
      subscription.cancel();
    }
    failIfCancelled();
  }

  private void call(Runnable signal, boolean last) {
    calling.lock();
    try {
      if (!over) {
        over = last;
        signal.run();
      }
    } finally {
      calling.unlock();
    }
    failIfCancelled();
  }

  /**
   * Reports the failure. If another thread is calling the subscriber, that thread reports it at the
   * end of its call.
   */
  private void failIfCancelled() {
    if (cancelled && calling.tryLock()) {
      try {
        if (!over) {
          over = true;
          to.onError(new IOException("The request was cancelled"));
        }
      } finally {
        calling.unlock();
      }
    }
  }
}
