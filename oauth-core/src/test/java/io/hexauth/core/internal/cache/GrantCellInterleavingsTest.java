// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.core.internal.cache.Sightings.Sighting;
import io.hexauth.core.internal.concurrent.Interleavings;
import io.hexauth.domain.lifecycle.GrantRecord;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The remembered credential of a grant is the newest since it was forgotten, and each generation is
 * announced once, in order.
 */
@Tag("interleavings")
class GrantCellInterleavingsTest {

  @Test
  void everyInterleavingShouldHaveAnOrder() {
    Interleavings.modelCheck(Operations.class, Specification.class);
  }

  @Test
  void everyRunShouldHaveAnOrder() {
    Interleavings.stress(Operations.class, Specification.class);
  }

  /** The real class. */
  @Param(name = "seen", gen = IntGen.class, conf = "0:4")
  @Param(name = "moment", gen = IntGen.class, conf = "0:2")
  public static final class Operations {

    private final GrantCell cell = Sightings.cell();

    @Operation(params = "seen")
    public void remember(int seen) {
      cell.remember(Sightings.known(seen));
    }

    @Operation(params = "moment")
    public void forget(int moment) {
      cell.forget(Sightings.MOMENTS.get(moment));
    }

    @Operation
    public long known() {
      return cell.known().map(known -> known.moment().nanoTime()).orElse(0L);
    }

    @Operation(params = "seen")
    public void storing(int seen) {
      cell.storing(version(seen));
    }

    @Operation(params = "seen")
    public void notStoring(int seen) {
      cell.notStoring(version(seen));
    }

    @Operation(params = "seen")
    public boolean announces(int seen) {
      return cell.announces(version(seen));
    }

    @Operation(params = "seen")
    public boolean announcesOwn(int seen) {
      return cell.announcesOwn(version(seen));
    }

    private static GrantRecord.Version version(int seen) {
      return Sightings.known(seen).version();
    }
  }

  /** The specification. */
  public static final class Specification {

    private Sighting known;
    private long forgotten;
    private String storing = "";
    private int announcedGrant;
    private long announcedGeneration;

    public void remember(int number) {
      Sighting seen = Sightings.ALL.get(number);
      if (seen.time() >= forgotten && (known == null || isNewer(seen, known))) {
        known = seen;
      }
    }

    private static boolean isNewer(Sighting seen, Sighting known) {
      if (seen.grant() != known.grant()) {
        return seen.grant() > known.grant();
      }
      return seen.generation() == known.generation()
          ? seen.time() > known.time()
          : seen.generation() > known.generation();
    }

    public void forget(int moment) {
      forgotten = Math.max(forgotten, Sightings.MOMENTS.get(moment));
      known = null;
    }

    public long known() {
      return known == null ? 0 : known.time();
    }

    public void storing(int number) {
      storing = name(number);
    }

    public void notStoring(int number) {
      if (storing.equals(name(number))) {
        storing = "";
      }
    }

    public boolean announces(int number) {
      return !storing.equals(name(number)) && isNext(Sightings.ALL.get(number));
    }

    public boolean announcesOwn(int number) {
      Sighting seen = Sightings.ALL.get(number);
      return seen.grant() >= announcedGrant && isNext(seen);
    }

    private boolean isNext(Sighting seen) {
      boolean next = seen.grant() != announcedGrant || seen.generation() > announcedGeneration;
      if (next) {
        announcedGrant = seen.grant();
        announcedGeneration = seen.generation();
      }
      return next;
    }

    private static String name(int number) {
      Sighting seen = Sightings.ALL.get(number);
      return seen.grant() + "." + seen.generation();
    }
  }
}
