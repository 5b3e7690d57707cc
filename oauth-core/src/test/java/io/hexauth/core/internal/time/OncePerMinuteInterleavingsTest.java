// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.time;

import io.hexauth.core.internal.concurrent.Interleavings;
import io.hexauth.ports.spi.OAuthClock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Exactly one call in a minute returns true, however many threads call at that time. */
@Tag("interleavings")
class OncePerMinuteInterleavingsTest {

  @Test
  void everyInterleavingShouldHaveAnOrder() {
    Interleavings.modelCheck(Operations.class, Specification.class);
  }

  /** The real class, and the time. */
  public static final class Operations {

    private final AtomicLong nanos = new AtomicLong();
    private final OncePerMinute minute =
        new OncePerMinute(
            new OAuthClock() {
              @Override
              public Instant instant() {
                return Instant.EPOCH;
              }

              @Override
              public long nanoTime() {
                return nanos.get();
              }
            });

    @Operation
    public boolean isTime() {
      return minute.isTime();
    }

    @Operation
    public void minutePasses() {
      nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
    }
  }

  /** The specification. */
  public static final class Specification {

    private boolean told;

    public boolean isTime() {
      boolean first = !told;
      told = true;
      return first;
    }

    public void minutePasses() {
      told = false;
    }
  }
}
