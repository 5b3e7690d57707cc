// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.refresh;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * Measures the CPU time of this process, including the threads of the JVM, and the bytes that its
 * threads allocate.
 */
final class Meter {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Map<Long, Long> bytesBefore = allocated();
  private final long cpuBefore = SYSTEM.getProcessCpuTime();

  /** {@return CPU time in ns since this meter was created; Linux counts in steps of 10 ms} */
  long cpuNanos() {
    return SYSTEM.getProcessCpuTime() - cpuBefore;
  }

  /**
   * {@return bytes that were allocated since this meter was created, except by threads that have
   * ended}
   */
  long bytes() {
    long sum = 0;
    for (Map.Entry<Long, Long> thread : allocated().entrySet()) {
      sum += thread.getValue() - bytesBefore.getOrDefault(thread.getKey(), 0L);
    }
    return sum;
  }

  private static Map<Long, Long> allocated() {
    long[] ids = THREADS.getAllThreadIds();
    long[] bytes = THREADS.getThreadAllocatedBytes(ids);
    Map<Long, Long> byThread = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      byThread.put(ids[i], Math.max(0, bytes[i]));
    }
    return byThread;
  }
}
