// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import io.hexauth.domain.error.ServiceUnavailableException.Service;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The result of a task, which knows the service that the task waits for at the moment. */
public final class Running<T> extends CompletableFuture<T> {

  private static final ThreadLocal<@Nullable Running<?>> CURRENT = new ThreadLocal<>();

  private volatile Service waitsFor = Service.CLIENT;

  /**
   * The store, the cipher or the server, if the task waits for one; otherwise the client itself.
   */
  Service waitsFor() {
    return waitsFor;
  }

  /** Does what this is the result of. */
  T run(Supplier<T> task) {
    CURRENT.set(this);
    try {
      return task.get();
    } finally {
      CURRENT.remove();
    }
  }

  /** Waits for a service, as a part of the task of this thread, if it has one. */
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
