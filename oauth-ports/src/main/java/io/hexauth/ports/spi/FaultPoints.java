// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import io.hexauth.domain.lifecycle.GrantKey;

/**
 * Hook for tests that stop a refresh at a named point, where a process may die or freeze. In
 * production, the hook does nothing. Tests bind an implementation that stops the process at a
 * chosen point.
 *
 * <h2>Implementing</h2>
 *
 * <p>Hexauth calls the implementation on the thread of the refresh, which continues when the call
 * returns. If the call throws, the refresh ends as with a defect. Implementations must be safe for
 * use by multiple threads.
 */
public interface FaultPoints {

  /** Reports that the thread has reached a point of the refresh of this grant. */
  void reached(FaultPoint point, GrantKey key);

  /** Point of a refresh. */
  enum FaultPoint {
    /** Before the lease is requested. Nothing is written. */
    BEFORE_LEASE,
    /** The lease is stored, and no request is sent. */
    AFTER_LEASE,
    /**
     * The lease was checked, and nothing is sent yet. The transport checks the lease again before
     * it sends the request.
     */
    BEFORE_SEND,
    /**
     * The server has answered, or the request was certainly not processed. The result is not stored
     * yet.
     */
    AFTER_ANSWER,
    /** The commit is about to be sent to the store. */
    BEFORE_COMMIT,
    /** The store has acknowledged the commit. Memory and listeners do not have the result yet. */
    AFTER_COMMIT
  }
}
