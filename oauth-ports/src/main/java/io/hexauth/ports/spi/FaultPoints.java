// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import io.hexauth.domain.lifecycle.GrantKey;

/**
 * The places between two effects of a refresh at which a process may die or freeze. In production
 * nothing happens there; tests bind an implementation that stops the process at the one that they
 * want to see.
 *
 * <h2>Implementing</h2>
 *
 * Called on the thread that carries out the refresh, which goes on when the call returns; what it
 * throws ends that refresh as a defect would. Implementations must be safe for use by multiple
 * threads.
 */
public interface FaultPoints {

  /** The thread has come to a point of the refresh of this grant. */
  void reached(FaultPoint point, GrantKey key);

  /** Point at which a thread is. */
  enum FaultPoint {
    /** Before the lease is asked for: nothing is written. */
    BEFORE_LEASE,
    /** The lease is taken, the intent is durable, nothing is sent. */
    AFTER_LEASE,
    /**
     * The lease was checked, and the request is handed to the transport, which checks once more.
     */
    BEFORE_SEND,
    /** The server has answered, or cannot have; nothing is written yet. */
    AFTER_ANSWER,
    /** The commit is about to be sent to the store. */
    BEFORE_COMMIT,
    /** The commit is acknowledged; neither memory nor listeners know of it. */
    AFTER_COMMIT
  }
}
