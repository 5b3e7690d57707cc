// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import java.time.Duration;
import java.util.Optional;

/**
 * Store of pending authorizations: authorizations that were started and not finished. Entries are
 * encrypted. The key is a hash that includes the state. Each entry can be taken only once.
 *
 * <h2>Implementing</h2>
 *
 * <ul>
 *   <li>Each of the two methods is one atomic step.
 *   <li>An expired entry is treated as absent, even if the store has not removed it.
 *   <li>The number of entries is limited by their lifetime, or by a limit of the implementation. At
 *       its limit, a store removes its oldest entries and accepts the new one. So a large number of
 *       abandoned authorizations cannot lock out users.
 *   <li>A store accepts encrypted entries of up to 256 KiB.
 *   <li>If the store does not answer, a method throws {@code ServiceUnavailableException}. For a
 *       {@code null} argument, it throws {@link NullPointerException}.
 * </ul>
 *
 * <p>Implementations must be safe for use by multiple threads. {@code
 * PendingAuthorizationStoreContract} of the test kit checks all of this, except for a store that
 * does not answer. Bind the implementation to this interface in a Guice module.
 */
public interface PendingAuthorizationStore {

  /**
   * Stores an entry, unless there is one with this key.
   *
   * @param lifetime the time until the entry expires, from the store's current time; positive
   * @return true if the entry is stored; false if there is an entry with this key, which is not
   *     changed
   */
  boolean put(GrantKey key, Envelope pending, Duration lifetime);

  /**
   * Removes an entry and returns it. If several calls run at the same time, only one of them gets
   * the entry.
   *
   * @return the entry; empty if there is none, or if it has expired
   */
  Optional<Envelope> take(GrantKey key);
}
