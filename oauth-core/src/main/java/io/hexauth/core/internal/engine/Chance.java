// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.domain.lifecycle.GrantId;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Everything in the engine that is left to chance: ids, jitter, pauses. */
public final class Chance {

  private final SecureRandom random;

  @Inject
  Chance() {
    this(new SecureRandom());
  }

  /** What is drawn comes from somewhere else. */
  Chance(SecureRandom random) {
    this.random = random;
  }

  /** An id that nothing else has. */
  String id() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  GrantId grantId(Instant now) {
    return GrantId.random(now, random);
  }

  /** An id that comes after another one, whatever the clocks of nodes say; empty after the last. */
  Optional<GrantId> grantIdAfter(GrantId earlier, Instant now) {
    return earlier.next(now, random);
  }

  /** From 0, inclusive, to 1, exclusive. */
  double fraction() {
    return random.nextDouble();
  }

  /**
   * A pause between two looks at a store: too short to be felt, too random for nodes to march in
   * step.
   */
  void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20 + random.nextInt(60)));
  }
}
