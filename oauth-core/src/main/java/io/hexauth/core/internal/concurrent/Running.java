// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import io.hexauth.domain.error.ServiceUnavailableException.Service;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Future of a task that also records the service for which the task is currently waiting. */
public final class Running<T> extends CompletableFuture<T> {

  private static final ThreadLocal<@Nullable Running<?>> CURRENT = new ThreadLocal<>();

  private volatile Service waitsFor = Service.CLIENT;

  /**
   * Returns the service for which the task is waiting: store, cipher or server. Otherwise, returns
   * the client itself.
   */
  Service waitsFor() {
    return waitsFor;
  }

  /** Runs the task of this future on the current thread. */
  T run(Supplier<T> task) {
    CURRENT.set(this);
    try {
      return task.get();
    } finally {
      CURRENT.remove();
    }
  }

  /**
   * Runs a step that waits for a service, and records the service in the task of the current
   * thread, if there is one.
   */
  public static <T> T waitingFor(Service service, Supplier<T> step) {
    Running<?> task = CURRENT.get();
    if (task == null) {
      return step.get();
    }
    task.waitsFor = service;
    try {
      return step.get();
    } finally {
      task.waitsFor = Service.CLIENT;
    }
  }
}
