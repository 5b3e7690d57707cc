// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import io.hexauth.domain.lifecycle.GrantKey;
import java.time.Instant;
import java.util.Optional;

/**
 * One sealed record for each grant, changed by compare-and-set. The algorithm, with its leases and
 * transitions, is Hexauth's; a store keeps bytes.
 *
 * <h2>Implementing</h2>
 *
 * <ul>
 *   <li><b>Atomic.</b> {@link #replace} compares and writes in one step. Of any number of calls
 *       that expect one revision, on any number of nodes, at most one returns true.
 *   <li><b>Durable.</b> After {@code true}, neither the end of this process nor a crash of the
 *       server loses the record; {@link #find} sees every write that was acknowledged before it
 *       began, so it never asks a stale replica.
 *   <li><b>Exact.</b> Fields that the store does not know, and every byte of the document, come
 *       back as they were written. A document of 2 MiB must be taken: a document that is refused is
 *       noticed only after the authorization server has replaced the refresh token.
 *   <li><b>One clock.</b> All nodes read one clock, the server's, never that of their own machine.
 *   <li><b>Nothing on its own.</b> A store never deletes or changes a record that it was not asked
 *       to; only where {@link StoredGrant#retainUntil()} is past it may drop the record.
 *   <li><b>Full.</b> A store without room may refuse a new record, and goes on replacing those it
 *       has.
 *   <li><b>Failures.</b> A lost race, such as a duplicate key, a deadlock or a serialization
 *       failure, is {@code false}. A store that does not answer throws {@code
 *       ServiceUnavailableException}; a record that it cannot read, {@code
 *       UnreadableRecordException}; for {@code null}, {@link NullPointerException}.
 * </ul>
 *
 * <p>Implementations must be safe for use by multiple threads. The test kit's {@code
 * TokenStoreContract} checks all of this; bind the implementation to this interface in a Guice
 * module.
 */
public interface TokenStore {

  /**
   * Reads the record and the store's clock.
   *
   * @return what is stored; a record whose retention is over may still be there, or not
   */
  Reading find(GrantKey key);

  /**
   * Writes a record in place of another, if the stored one still has the expected revision. A
   * record that cannot be read has none, and is never overwritten.
   *
   * @param expected the stored revision; empty if nothing at all may be stored under the key
   * @param next what is stored from now on, its revision included
   * @param notAfter on the store's clock: a write that arrives later is not made. Empty if there is
   *     no bound
   * @return whether it was written; false if the record is another one, or the time is over
   */
  boolean replace(
      GrantKey key, Optional<Revision> expected, StoredGrant next, Optional<Instant> notAfter);
}
