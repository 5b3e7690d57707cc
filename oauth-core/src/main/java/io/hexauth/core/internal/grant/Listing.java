// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.TokenStoreMaintenance.Batch;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Reads a listing of the store page by page. A call continues where the last one stopped. So many
 * short calls read no record more often than one long call, and records that cannot be processed do
 * not block the records after them.
 */
final class Listing {

  /** Maximum number of records of one page. */
  private static final int PAGE = 100;

  private final OAuthClock clock;
  private final AtomicReference<Optional<String>> stopped = new AtomicReference<>(Optional.empty());

  Listing(OAuthClock clock) {
    this.clock = clock;
  }

  /** Reads a batch of the listing. */
  interface Source {
    Batch batch(Optional<String> from, int limit);
  }

  /** Processes each page. */
  interface Visitor {

    /** {@return the maximum number of records of the next page; reading stops at zero} */
    int room();

    void visit(Page page);

    /**
     * Notifies the visitor that the listing has ended and starts again. It may get records that it
     * has already seen.
     */
    void beginsAgain();
  }

  /** Visits pages until the visitor has no room, the listing ends, or the thread is interrupted. */
  void walk(Source source, Visitor visitor) {
    Optional<String> start = stopped.getAndSet(Optional.empty());
    Optional<String> end = walked(source, visitor, start);
    if (start.isPresent() && end.isEmpty() && mayGoOn(visitor)) {
      visitor.beginsAgain();
      end = walked(source, visitor, Optional.empty());
    }
    stopped.set(end);
  }

  /** {@return the position at which reading stopped; empty at the end of the listing} */
  private Optional<String> walked(Source source, Visitor visitor, Optional<String> start) {
    Optional<String> from = start;
    do {
      Optional<String> place = from;
      Page page = Page.read(clock, () -> source.batch(place, Math.min(PAGE, visitor.room())));
      visitor.visit(page);
      from = page.next();
    } while (from.isPresent() && mayGoOn(visitor));
    return from;
  }

  private static boolean mayGoOn(Visitor visitor) {
    return visitor.room() > 0 && !Thread.currentThread().isInterrupted();
  }
}
