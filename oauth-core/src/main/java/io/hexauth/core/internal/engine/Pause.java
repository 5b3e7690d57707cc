// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The pause between two looks at a store. */
final class Pause {

  private Pause() {}

  /** Short enough not to be felt, random enough that nodes do not march in step. */
  static void shortly() {
    LockSupport.parkNanos(
        TimeUnit.MILLISECONDS.toNanos(20 + ThreadLocalRandom.current().nextLong(60)));
  }
}
