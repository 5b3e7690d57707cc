// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import java.util.concurrent.ThreadFactory;

/** A machine that gives threads, or none, as a limit of processes or of a container does. */
final class ScarceThreads implements ThreadFactory {

  private volatile boolean none;

  void none(boolean now) {
    none = now;
  }

  @Override
  public Thread newThread(Runnable task) {
    return new Thread(task) {
      @Override
      public synchronized void start() {
        if (none) {
          throw new OutOfMemoryError("unable to create native thread");
        }
        super.start();
      }
    };
  }
}
