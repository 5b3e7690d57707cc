// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.domain.lifecycle.GrantRecord;
import org.jspecify.annotations.Nullable;

/**
 * Record of the generations of one grant that were announced to listeners. It is a superclass of
 * {@link GrantCell}, because a separate object for each grant would need more memory.
 */
abstract class Announcements extends Turns {

  /** Generation that this node stores at the moment; null if there is none. */
  private GrantRecord.@Nullable Version storing;

  /** Last generation that was announced; null if there was none. */
  private GrantRecord.@Nullable Version announced;

  /** Notes that this node stores a generation: only {@link #announcesOwn} announces it now. */
  public final void storing(GrantRecord.Version version) {
    locked(() -> storing = version);
  }

  /** Ends {@link #storing}: the generation is stored and announced, or its fate is unknown. */
  public final void notStoring(GrantRecord.Version version) {
    locked(
        () -> {
          if (version.equals(storing)) {
            storing = null;
          }
        });
  }

  /**
   * {@return true if listeners must now be told about this generation, once and in ascending order}
   * It is false while this node stores it: a read can return such a generation before the commit is
   * acknowledged, although it does not come from another node.
   */
  public final boolean announces(GrantRecord.Version version) {
    return withLock(() -> !version.equals(storing) && isNext(version));
  }

  /**
   * {@return the same as {@link #announces}, for a generation that this node has stored} A late
   * acknowledgement is not announced after a later grant, which has replaced this one.
   */
  public final boolean announcesOwn(GrantRecord.Version version) {
    return withLock(() -> (announced == null || version.isNewerThan(announced)) && isNext(version));
  }

  private boolean isNext(GrantRecord.Version version) {
    GrantRecord.Version last = announced;
    if (last != null && last.grantId().equals(version.grantId()) && !version.isNewerThan(last)) {
      return false;
    }
    announced = version;
    return true;
  }
}
