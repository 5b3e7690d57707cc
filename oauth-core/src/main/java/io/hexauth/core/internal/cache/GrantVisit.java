// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

/**
 * The cell of a grant while it is refreshed without a caller. It leaves the order of eviction
 * alone. A cell that was not in memory before leaves at the end, unless a caller has looked it up
 * meanwhile or it has the only copy of a credential.
 */
public final class GrantVisit implements AutoCloseable {

  private final GrantCell cell;
  private final Runnable end;

  GrantVisit(GrantCell cell, Runnable end) {
    this.cell = cell;
    this.end = end;
  }

  /** {@return the cell, which callers share for as long as the visit takes} */
  public GrantCell cell() {
    return cell;
  }

  /** To be called once. */
  @Override
  public void close() {
    end.run();
  }
}
