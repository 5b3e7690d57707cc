// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.core.internal.concurrent.Interleavings;
import io.hexauth.domain.registration.Principal;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * With room for one grant, a grant that is in use, or whose memory has the only copy, is not
 * evicted.
 */
@Tag("interleavings")
class GrantCellsInterleavingsTest {

  @Test
  void everyRunShouldKeepThePromise() {
    Interleavings.stress(Operations.class, Specification.class);
  }

  /** The real class. */
  @Param(name = "who", gen = IntGen.class, conf = "0:2")
  public static final class Operations {

    private static final List<Principal> PRINCIPALS =
        List.of(Principal.of("alice"), Principal.of("bob"), Principal.of("carol"));

    private final GrantCells cells = Sightings.cells(1);

    @Operation(params = "who")
    public boolean pass(int who) {
      return cells.cell(PRINCIPALS.get(who)).principal().equals(PRINCIPALS.get(who));
    }

    /** {@return true if the thread keeps the cell during its work, if it was there at first} */
    @Operation(params = "who")
    public boolean work(int who) {
      GrantCell cell = cells.cell(PRINCIPALS.get(who));
      cell.takeTurn();
      try {
        return cells.cell(PRINCIPALS.get(who)) != cell || cells.cell(PRINCIPALS.get(who)) == cell;
      } finally {
        cell.endTurn();
      }
    }

    /** {@return true if an issued token that is not stored is still there later} */
    @Operation(params = "who")
    public boolean mint(int who) {
      GrantCell cell = cells.cell(PRINCIPALS.get(who));
      cell.takeTurn();
      try {
        if (cells.cell(PRINCIPALS.get(who)) != cell) {
          return true;
        }
        cell.unstored(true);
      } finally {
        cell.endTurn();
      }
      return cells.cell(PRINCIPALS.get(who)) == cell;
    }
  }

  /** The specification. */
  public static final class Specification {

    public boolean pass(int who) {
      return true;
    }

    public boolean work(int who) {
      return true;
    }

    public boolean mint(int who) {
      return true;
    }
  }
}
