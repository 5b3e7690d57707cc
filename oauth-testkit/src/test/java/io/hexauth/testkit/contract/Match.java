// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import java.util.Optional;
import java.util.Set;

/** Comparison of the stored revision with the expected one, in the reference store. */
record Match(Defect defect) {

  boolean isExpected(
      Optional<StoredGrant> stored, Optional<Revision> expected, Set<Revision> everKnown) {
    if (expected.isEmpty()) {
      return stored.isEmpty() || is(Defect.CREATE_OVERWRITES);
    }
    Revision asked = expected.get();
    if (stored.isEmpty()) {
      return is(Defect.REPLACE_CREATES);
    }
    return isSame(stored.get().revision().value(), asked.value())
        || is(Defect.EXPECTED_IS_IGNORED)
        || (is(Defect.EXPECTED_MAY_BE_OLD) && everKnown.contains(asked));
  }

  private boolean isSame(String stored, String asked) {
    return stored.equals(asked)
        || (is(Defect.REVISIONS_WITHOUT_CASE) && stored.equalsIgnoreCase(asked))
        || (is(Defect.REVISIONS_BY_PREFIX) && stored.startsWith(asked))
        || (is(Defect.REVISIONS_AS_NUMBERS) && number(stored) == number(asked));
  }

  /** Compares like a database that compares text with a number. */
  private static double number(String text) {
    String start = text.replaceFirst("^([0-9]+(e[0-9]+)?).*$", "$1");
    return start.isEmpty() || !Character.isDigit(start.charAt(0))
        ? Double.NaN
        : Double.parseDouble(start);
  }

  /** {@return true if a refused write is reported as written} */
  boolean isRepeated(Optional<StoredGrant> stored, Optional<Revision> expected, StoredGrant next) {
    boolean recognises =
        is(
            expected.isEmpty()
                ? Defect.CREATE_REPEATED_IS_WRITTEN
                : Defect.REPLACE_REPEATED_IS_WRITTEN);
    return recognises
        && stored.map(StoredGrant::revision).filter(next.revision()::equals).isPresent();
  }

  private boolean is(Defect other) {
    return defect == other;
  }
}
