// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import io.hexauth.domain.lifecycle.GrantKey;

/**
 * Hook with which tests stop a refresh at a named point, to simulate a process that dies or is
 * paused there. In production, the hook does nothing.
 *
 * <h2>Implementing</h2>
 *
 * <p>Hexauth calls the implementation on the thread of the refresh. The refresh continues when the
 * call returns. If the call throws, the refresh ends with that exception, like after a programming
 * error. Implementations must be safe for use by multiple threads.
 */
public interface FaultPoints {

  /** Hexauth calls this method when the refresh of this grant has reached this point. */
  void reached(FaultPoint point, GrantKey key);

  /** Named point of a refresh. */
  enum FaultPoint {
    /** Before the lease is requested. Nothing has been written. */
    BEFORE_LEASE,
    /** The lease is stored, and no request has been sent. */
    AFTER_LEASE,
    /**
     * The lease has been checked, and nothing has been sent. The transport checks the lease again
     * before it sends the request.
     */
    BEFORE_SEND,
    /**
     * The server has answered, or has certainly not processed the request. The result is not stored
     * yet.
     */
    AFTER_ANSWER,
    /** The result is about to be sent to the store. */
    BEFORE_COMMIT,
    /** The store has confirmed the result. Memory and listeners do not have it yet. */
    AFTER_COMMIT
  }
}
