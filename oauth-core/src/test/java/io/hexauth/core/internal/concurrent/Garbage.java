// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;

/** The garbage collector, on demand. */
public final class Garbage {

  private Garbage() {}

  /** Returns after a collection in which everything went that was not referred to before. */
  public static void collect() {
    var unused = new WeakReference<>(new byte[16]);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              System.gc();
              return unused.get() == null;
            });
  }
}
