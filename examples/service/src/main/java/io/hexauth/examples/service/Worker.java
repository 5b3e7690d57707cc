// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.service;

import feign.FeignException;
import io.hexauth.domain.error.OAuthException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the API repeatedly until it is closed. Safe for use by multiple threads. */
final class Worker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final Duration LAST_CALL = Duration.ofSeconds(20);

  private final Billing api;
  private final Duration pause;
  private final Counter done;
  private final Counter failed;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "worker");

  private Worker(Billing api, Duration pause, MeterRegistry registry) {
    this.api = api;
    this.pause = pause;
    this.done = registry.counter("billing.calls", "outcome", "done");
    this.failed = registry.counter("billing.calls", "outcome", "failed");
  }

  static Worker start(Billing api, Duration pause, MeterRegistry registry) {
    var worker = new Worker(api, pause, registry);
    worker.thread.start();
    return worker;
  }

  private void run() {
    try {
      do {
        call();
      } while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Makes one call. A failure ends only this call; the next call tries again. */
  private void call() {
    try {
      LOG.debug("Invoices: {}", api.invoices());
      done.increment();
    } catch (OAuthException | FeignException e) {
      failed.increment();
      LOG.warn("The invoices could not be read: {}", e.getMessage());
    }
  }

  /** Waits for the call under way, and makes no other call. */
  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join(LAST_CALL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt(); // if the call takes longer
  }
}
