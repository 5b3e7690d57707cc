// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.sweep;

import java.util.function.IntConsumer;

/** Records the used heap at two of the numbered requests of a sweep. */
final class Heap implements IntConsumer {

  private final int first;
  private final int last;
  private volatile long atFirst;
  private volatile long atLast;

  Heap(int first, int last) {
    this.first = first;
    this.last = last;
  }

  @Override
  public void accept(int number) {
    if (number == first) {
      atFirst = used();
    } else if (number == last) {
      atLast = used();
    }
  }

  long grown() {
    return atLast - atFirst;
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
