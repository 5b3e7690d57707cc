// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import java.time.Duration;
import java.util.Optional;

/**
 * Authorizations that users are away for: sealed, found by a hash of their state, taken once.
 *
 * <h2>Implementing</h2>
 *
 * Both methods are one atomic step. What has outlived its time is not there, whether or not it was
 * cleaned up. The number of entries is bounded by the time they live or by a limit of the
 * implementation's own; a store at its limit drops its oldest entries and never refuses a new one,
 * so that a flood of abandoned authorizations cannot lock users out. A sealed entry of 256 KiB must
 * be taken. A store that does not answer throws {@code ServiceUnavailableException}; for {@code
 * null}, {@link NullPointerException}.
 *
 * <p>Implementations must be safe for use by multiple threads. The test kit's {@code
 * PendingAuthorizationStoreContract} checks all of this; bind the implementation to this interface
 * in a Guice module.
 */
public interface PendingAuthorizationStore {

  /**
   * Keeps an entry for a while, unless there is one already.
   *
   * @param lifetime from the store's now; positive
   * @return whether it is kept; false if an entry with this key is pending, which then stays as it
   *     is
   */
  boolean put(GrantKey key, Envelope pending, Duration lifetime);

  /**
   * {@return the entry, which is gone from now on; empty if there is none, or its time is over. Of
   * any number of concurrent calls one gets it}
   */
  Optional<Envelope> take(GrantKey key);
}
