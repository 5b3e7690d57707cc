// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.core.internal.concurrent.Interleavings;
import io.hexauth.domain.registration.Principal;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A grant that a caller looks up during a visit stays in memory after the visit. */
@Tag("interleavings")
class GrantVisitInterleavingsTest {

  @Test
  void everyInterleavingShouldKeepThePromise() {
    Interleavings.modelCheckPairs(Operations.class, Specification.class);
  }

  /** The real class, with room for all grants. Visits end after everything else. */
  public static final class Operations {

    private static final Principal ALICE = Principal.of("alice");

    private final GrantCells cells = Sightings.cells(10);
    private final Queue<GrantCell> lookedUp = new ConcurrentLinkedQueue<>();
    private final Queue<GrantVisit> visits = new ConcurrentLinkedQueue<>();

    @Operation
    public void lookUp() {
      lookedUp.add(cells.cell(ALICE));
    }

    @Operation
    public void visit() {
      visits.add(cells.visit(ALICE));
    }

    @Validate
    public void lookedUpShouldStay() {
      visits.forEach(GrantVisit::close);
      GrantCell there = cells.cell(ALICE);
      for (GrantCell cell : lookedUp) {
        if (cell != there) {
          throw new AssertionError("A grant that was looked up has left memory");
        }
      }
    }
  }

  /** The specification. */
  public static final class Specification {

    public void lookUp() {}

    public void visit() {}
  }
}
