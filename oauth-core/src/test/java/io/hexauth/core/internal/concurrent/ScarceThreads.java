// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import java.util.concurrent.ThreadFactory;

/** A machine that gives threads, or none, as a limit of processes or of a container does. */
final class ScarceThreads implements ThreadFactory {

  private volatile boolean none;
  private volatile boolean noneOnce;

  void none(boolean now) {
    none = now;
  }

  /** The next thread cannot be had, and those after it can. */
  void noneOnce() {
    noneOnce = true;
  }

  @Override
  public Thread newThread(Runnable task) {
    if (none || noneOnce) {
      noneOnce = false;
      // Where it would happen, in Thread.start(), pools of newer JDKs cannot be overheard.
      throw new OutOfMemoryError("unable to create native thread");
    }
    return new Thread(task);
  }
}
