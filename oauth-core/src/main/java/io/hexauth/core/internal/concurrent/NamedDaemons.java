// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Factory of daemon threads with a name and a number. */
final class NamedDaemons implements ThreadFactory {

  private final String name;
  private final ThreadFactory threads;
  private final AtomicInteger number = new AtomicInteger();

  NamedDaemons(String name, ThreadFactory threads) {
    this.name = name;
    this.threads = threads;
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = threads.newThread(task);
    thread.setName(name + number.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
