// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;

/** Garbage collections on demand. */
public final class Garbage {

  private Garbage() {}

  /** Returns after a collection that has removed every unreachable object. */
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
