// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import java.util.concurrent.ThreadFactory;

/** Thread factory that can fail, as with a limit of processes or of a container. */
final class ScarceThreads implements ThreadFactory {

  private volatile boolean none;
  private volatile boolean noneOnce;

  void none(boolean now) {
    none = now;
  }

  /** Makes the next thread fail, and none after it. */
  void noneOnce() {
    noneOnce = true;
  }

  @Override
  public Thread newThread(Runnable task) {
    if (none || noneOnce) {
      noneOnce = false;
      // In reality, Thread.start() fails, which tests cannot simulate in the pools of newer JDKs.
      throw new OutOfMemoryError("unable to create native thread");
    }
    return new Thread(task);
  }
}
