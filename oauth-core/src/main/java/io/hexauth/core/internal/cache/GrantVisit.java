// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

/**
 * Use of a cache entry for a refresh without a caller. It does not affect the order of eviction. An
 * entry that was not in memory before is removed at the end. It remains if a caller has looked it
 * up in the meantime, or if it has the only copy of a token.
 */
public final class GrantVisit implements AutoCloseable {

  private final GrantCell cell;
  private final Runnable end;

  GrantVisit(GrantCell cell, Runnable end) {
    this.cell = cell;
    this.end = end;
  }

  /** {@return the cache entry, which callers share during the visit} */
  public GrantCell cell() {
    return cell;
  }

  /** Ends the visit. Must be called once. */
  @Override
  public void close() {
    end.run();
  }
}
