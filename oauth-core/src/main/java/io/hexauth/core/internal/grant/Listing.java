// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.TokenStoreMaintenance.Batch;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Walks along a listing of the store page by page. A walk goes on where the last one stopped, so
 * that many short walks read no record more often than one long walk, and a record that nothing can
 * be done about is not all that the next walk sees.
 */
final class Listing {

  /** Most records of one page. */
  private static final int PAGE = 100;

  private final OAuthClock clock;
  private final AtomicReference<Optional<String>> stopped = new AtomicReference<>(Optional.empty());

  Listing(OAuthClock clock) {
    this.clock = clock;
  }

  /** Reads a part of the listing. */
  interface Source {
    Batch batch(Optional<String> from, int limit);
  }

  /** Does something with each page. */
  interface Visitor {

    /** {@return how many records the next page may have; the walk stops at zero} */
    int room();

    void visit(Page page);

    /** The walk has come to the end and begins again: records come that it may have seen. */
    void beginsAgain();
  }

  /** Visits pages until the visitor has no room, the listing ends or the thread is interrupted. */
  void walk(Source source, Visitor visitor) {
    Optional<String> start = stopped.getAndSet(Optional.empty());
    Optional<String> end = walked(source, visitor, start);
    if (start.isPresent() && end.isEmpty() && mayGoOn(visitor)) {
      visitor.beginsAgain();
      end = walked(source, visitor, Optional.empty());
    }
    stopped.set(end);
  }

  /** {@return where it stopped; empty at the end of the listing} */
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
