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

/** Source of random values: ids, jitter and pauses. */
public final class RandomSource {

  private final SecureRandom random;

  /** Creates a source with the generator of the JDK. */
  @Inject
  RandomSource() {
    this(new SecureRandom());
  }

  /** Creates a source with the given generator. */
  public RandomSource(SecureRandom random) {
    this.random = random;
  }

  /** Returns a new unique id. */
  public String id() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** {@return a new id, which begins with the time} */
  public GrantId grantId(Instant now) {
    return GrantId.random(now, random);
  }

  /**
   * Returns an id that is greater than another one, even if the clocks of nodes differ; empty after
   * the greatest possible id.
   */
  public Optional<GrantId> grantIdAfter(GrantId earlier, Instant now) {
    return earlier.next(now, random);
  }

  /** Returns a number from 0, inclusive, to 1, exclusive. */
  public double fraction() {
    return random.nextDouble();
  }

  /**
   * Waits between two reads of a store. The pause is random, so that nodes do not read at the same
   * times. A refresh usually takes less than a tenth of a second, so the first pauses are short.
   *
   * @param before the number of earlier pauses
   */
  public void pause(int before) {
    LockSupport.parkNanos(pause(before, fraction()));
  }

  /**
   * {@return a pause between half of a limit and the limit, in nanoseconds} The limit is 10 ms for
   * ten pauses, and then doubles up to 80 ms.
   */
  public static long pause(int before, double fraction) {
    int doublings = Math.min(Math.max(0, before - 9), 3);
    long bound = TimeUnit.MILLISECONDS.toNanos(10) << doublings;
    return (long) (bound * (1 + fraction) / 2);
  }
}
