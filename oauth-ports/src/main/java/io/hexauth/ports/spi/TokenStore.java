// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import io.hexauth.domain.lifecycle.GrantKey;
import java.time.Instant;
import java.util.Optional;

/**
 * Store with one encrypted record for each grant. Records are changed by compare-and-set. Hexauth's
 * core decides on leases and state changes; a store only keeps fields and bytes.
 *
 * <h2>Implementing</h2>
 *
 * <ul>
 *   <li><b>Atomic.</b> {@link #replace} compares and writes in one step. Of all calls that expect
 *       the same revision, on any number of nodes, at most one returns true.
 *   <li><b>Durable.</b> After {@code true}, the record survives the end of this process and a crash
 *       of the store's server. {@link #find} returns every write that was acknowledged before the
 *       call began. So it must not read from a stale replica.
 *   <li><b>Exact.</b> The store returns unknown fields and every byte of the document as they were
 *       written. It accepts a document of 2 MiB. If it refused a document of this size, Hexauth
 *       would learn this only after the authorization server has replaced the refresh token.
 *   <li><b>One clock.</b> All nodes use the clock of the store's server, and never the clock of
 *       their own machine.
 *   <li><b>No other changes.</b> A store deletes or changes a record only when it is asked to. It
 *       may remove a record after {@link StoredGrant#retainUntil()}.
 *   <li><b>Full.</b> A store without space may refuse new records. It must still replace existing
 *       ones.
 *   <li><b>Failures.</b> If another write came first (for example a duplicate key, a deadlock or a
 *       serialization failure), the result is {@code false}. If the store does not answer, a method
 *       throws {@code ServiceUnavailableException}. For an unreadable record, it throws {@code
 *       UnreadableRecordException}. For a {@code null} argument, it throws {@link
 *       NullPointerException}.
 * </ul>
 *
 * <p>Implementations must be safe for use by multiple threads. {@code TokenStoreContract} of the
 * test kit checks these rules, except for crashes, a full store, and a store that does not answer.
 * Bind the implementation to this interface in a Guice module.
 */
public interface TokenStore {

  /**
   * Reads a record and the store's clock.
   *
   * @return the stored record. An expired record may be present or absent
   */
  Reading find(GrantKey key);

  /**
   * Writes a record if the stored record has the expected revision. An unreadable record has no
   * revision, and is never overwritten.
   *
   * @param expected the revision of the stored record; empty if there must be no record under the
   *     key
   * @param next the new record, with its revision
   * @param notAfter the latest time for the write, by the store's clock; empty if there is no limit
   * @return true if the record was written; false if the stored record is a different one, or if
   *     the write came too late
   */
  boolean replace(
      GrantKey key, Optional<Revision> expected, StoredGrant next, Optional<Instant> notAfter);
}
