// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.time;

import io.hexauth.domain.lifecycle.GrantId;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The random values of the engine: ids, jitter, pauses. */
public final class RandomSource {

  private final SecureRandom random;

  /** Draws from the generator of the platform. */
  @Inject
  RandomSource() {
    this(new SecureRandom());
  }

  /** Source with numbers from elsewhere. */
  public RandomSource(SecureRandom random) {
    this.random = random;
  }

  /** An id that nothing else has. */
  public String id() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** {@return a new id, which begins with the time} */
  public GrantId grantId(Instant now) {
    return GrantId.random(now, random);
  }

  /** An id that comes after another one, whatever the clocks of nodes say; empty after the last. */
  public Optional<GrantId> grantIdAfter(GrantId earlier, Instant now) {
    return earlier.next(now, random);
  }

  /** From 0, inclusive, to 1, exclusive. */
  public double fraction() {
    return random.nextDouble();
  }

  /**
   * A pause between two looks at a store, random so that nodes do not march in step. A refresh
   * takes less than a tenth of a second as a rule, so the first pauses are short.
   *
   * @param before how many there were
   */
  public void pause(int before) {
    LockSupport.parkNanos(pause(before, fraction()));
  }

  /**
   * {@return between half of a bound and the bound, in nanoseconds: 10 ms ten times, then doubled
   * up to 80 ms}
   */
  public static long pause(int before, double fraction) {
    int doublings = Math.min(Math.max(0, before - 9), 3);
    long bound = TimeUnit.MILLISECONDS.toNanos(10) << doublings;
    return (long) (bound * (1 + fraction) / 2);
  }
}
