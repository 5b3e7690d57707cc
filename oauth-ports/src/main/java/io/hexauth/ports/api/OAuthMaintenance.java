// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.ports.spi.TokenCipher;
import java.time.Duration;
import java.util.Map;

/**
 * Maintenance of stored grants as a whole, for operators; each call does a bounded piece of work
 * and returns when it is done. Any node may do it, several at once do no harm. Safe for use by
 * multiple threads.
 *
 * <p>Works where a {@link io.hexauth.ports.spi.TokenStoreMaintenance} is bound, as all modules of
 * Hexauth that bring a store do; otherwise each method throws {@link IllegalStateException}. A
 * store that does not answer is a {@link io.hexauth.domain.error.ServiceUnavailableException}.
 */
public interface OAuthMaintenance {

  /** {@return which keys this node seals and opens with, and how many documents each has sealed} */
  KeyReport keys();

  /**
   * Seals documents again that were sealed with another key than this node's primary one. The
   * generation stays, so a refresh always wins. A grant with a refresh under way is left alone: its
   * commit seals it, or a later call does. The next call goes on where this one stopped, so that
   * many short calls read no document more often than one long call.
   *
   * @param limit how many at most; positive
   * @return what was done; done with when nothing was written
   */
  Resealed reseal(int limit);

  /**
   * Refreshes grants whose access token ends soon, whether or not anybody has asked for it: for
   * grants that are used rarely and whose refresh token would end of disuse. Each under its lease,
   * as if it had been asked for, and several at once: three quarters of the threads for one
   * authorization server at most. A grant that is in memory gets its new token there; one that is
   * not stays out of memory. Records that this node cannot or may not refresh (of other
   * applications, not readable here, of registrations in manual mode) do not count towards the
   * limit; after 10 000 of them it stops. What goes wrong with one record does not end the sweep;
   * the next call goes on where this one stopped.
   *
   * @param within how soon; longer than tokens live means that each call refreshes everything
   * @param limit how many are tried at most; positive
   * @return how many of them have a newer token now
   */
  int refreshDue(Duration within, int limit);

  /**
   * Cleans up records whose retention is over.
   *
   * @param limit how many at most; positive
   * @return how many were removed; 0 where the store does this by itself
   */
  int purge(int limit);

  /**
   * The keys of a node and of the store.
   *
   * @param node what this node can do
   * @param documents how many documents were sealed with each key
   */
  record KeyReport(TokenCipher.Keys node, Map<String, Long> documents) {

    /** Copies what it is given. */
    public KeyReport {
      documents = Map.copyOf(documents);
    }
  }

  /**
   * A piece of re-encryption.
   *
   * @param written documents that are sealed with the primary key now
   * @param left documents that could not be opened here, were changed at the same time, or belong
   *     to a grant with a refresh under way
   */
  record Resealed(int written, int left) {}
}
