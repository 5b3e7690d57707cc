// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.core.internal.cache.Sightings.Sighting;
import io.hexauth.core.internal.concurrent.Interleavings;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A token in memory is never replaced by an older generation, nor by a reading from before the
 * grant was forgotten.
 */
@Tag("interleavings")
class TokenCellInterleavingsTest {

  @Test
  void everyInterleavingShouldHaveAnOrder() {
    Interleavings.modelCheck(Operations.class, Specification.class);
  }

  @Test
  void everyRunShouldHaveAnOrder() {
    Interleavings.stress(Operations.class, Specification.class);
  }

  /**
   * The real class. Reads return the time of the reading, and the time until which the token is
   * left alone.
   */
  @Param(name = "seen", gen = IntGen.class, conf = "0:4")
  @Param(name = "moment", gen = IntGen.class, conf = "0:2")
  public static final class Operations {

    private final TokenCell cell = Sightings.cell().token(Sightings.ACCESS);

    @Operation(params = "seen")
    public void learn(int seen) {
      cell.learn(Sightings.snapshot(seen));
    }

    @Operation(params = "seen")
    public void leaveAlone(int seen) {
      cell.leaveAlone(Sightings.snapshot(seen), 1_000, 10);
    }

    @Operation(params = "moment")
    public void revoked(int moment) {
      cell.revoked(Sightings.MOMENTS.get(moment));
    }

    @Operation
    public long read() {
      Snapshot snapshot = cell.snapshot();
      return snapshot == null ? 0 : snapshot.confirmed() * 10_000 + snapshot.lookAgain();
    }
  }

  /** The specification. */
  public static final class Specification {

    private Sighting known;
    private long lookAgain;
    private long forgotten = Long.MIN_VALUE;

    public void learn(int number) {
      Sighting seen = Sightings.ALL.get(number);
      if (seen.time() >= forgotten && (known == null || isNewer(seen, known))) {
        known = seen;
        lookAgain = seen.time() + 100;
      }
    }

    private static boolean isNewer(Sighting seen, Sighting known) {
      return (seen.grant() == known.grant() && seen.generation() != known.generation())
          ? seen.generation() > known.generation()
          : seen.time() >= known.time();
    }

    public void leaveAlone(int number) {
      Sighting seen = Sightings.ALL.get(number);
      if (seen.equals(known) && lookAgain == seen.time() + 100) {
        lookAgain = Math.min(1_010, seen.time() + 200);
      }
    }

    public void revoked(int moment) {
      forgotten = Math.max(forgotten, Sightings.MOMENTS.get(moment));
      if (known != null && known.time() < forgotten) {
        known = null;
      }
    }

    public long read() {
      return known == null ? 0 : known.time() * 10_000 + lookAgain;
    }
  }
}
