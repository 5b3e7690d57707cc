// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/** Measures how many bytes the calling thread allocates, without JMH. */
final class AllocatedBytes {

  private static final int WARM_UP = 20_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Takes the results, so that the compiler cannot remove the measured code. */
  @SuppressWarnings("UnusedVariable") // it is only written
  private static volatile Object sink = "";

  private AllocatedBytes() {}

  /** {@return the bytes that this many calls allocate together} */
  static long of(int calls, Supplier<?> call) {
    if (!THREADS.isThreadAllocatedMemoryEnabled()) {
      throw new IllegalStateException("This JVM does not count allocated bytes");
    }
    repeat(WARM_UP, call);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    repeat(calls, call);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static void repeat(int calls, Supplier<?> call) {
    for (int i = 0; i < calls; i++) {
      sink = call.get();
    }
  }
}
