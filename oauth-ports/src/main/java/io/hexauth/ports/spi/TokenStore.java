// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import io.hexauth.domain.lifecycle.GrantKey;

/**
 * Versioned, leased records of opaque sealed bytes, one for each grant.
 *
 * <h2>Implementing</h2>
 *
 * Every method is one atomic step that is durable when it returns; the conditions are checked and
 * the write is made in the same step, whatever other nodes do. Time is the store's own clock, which
 * every answer carries; leases and pauses are given as durations and counted from it. A method that
 * cannot tell whether its write happened may be called again with the same arguments and then
 * answers as if it had been called once: done, and the record as it is now, which others may have
 * leased meanwhile. A lease is recognised by its attempt id; a commit by the next generation with
 * its very document; a settlement by its epoch in the state that it asked for; a put by its grant
 * id. A store that does not answer throws {@code ServiceUnavailableException}; a record that it
 * cannot read, {@code UnreadableRecordException}; for {@code null}, {@link NullPointerException}.
 * It never deletes or changes what it was not asked to.
 *
 * <p>A record with a retention is not there from the instant on at which that is over, whether or
 * not it was cleaned up; but it outlives a lease. Only a commit, a put and a tombstone set the
 * retention; taking a lease prolongs one that would end before the hold of the lease does.
 *
 * <p>A sealed document of 2 MiB must be taken: a document that is refused is noticed only after the
 * authorization server has replaced the refresh token.
 *
 * <p>Implementations must be safe for use by multiple threads. The test kit's {@code
 * TokenStoreContract} checks all of this; bind the implementation to this interface in a Guice
 * module.
 */
public interface TokenStore {

  /**
   * {@return what is stored under this key now; tombstones included, nothing if there is no record}
   */
  StoreAnswer find(GrantKey key);

  /**
   * Takes the lease of a record, or creates a record at generation 0 together with its first lease.
   *
   * <p>Taken if the record is absent and {@code request.createdAs()} is present; or if its grant id
   * and generation are {@code request.expected()}, and {@link
   * io.hexauth.domain.lifecycle.GrantRecord#isLeasable} at the store's time. Then epoch and attempt
   * are one more, the state is {@code INTENT}, and the lease is the request's. A lease that this
   * very attempt holds already is answered as taken, unchanged.
   *
   * @return whether the lease was taken, and the record as it is now
   */
  StoreAnswer lease(LeaseRequest request);

  /**
   * Stores a new generation: generation plus one, state {@code IDLE}, attempt 0, no lease, no
   * pause, no error code.
   *
   * <p>Written if the grant id and generation are {@code request.expected()} and the state is not
   * {@code TOMBSTONE}, whoever holds the lease: a good credential is never thrown away.
   *
   * @return whether it was written, and the record as it is now
   */
  StoreAnswer commit(CommitRequest request);

  /**
   * Writes down a failure.
   *
   * <p>Written if grant id, generation and epoch are the request's and the state is {@code INTENT}.
   * Grant id, generation, epoch and document stay.
   *
   * @return whether it was written, and the record as it is now
   */
  StoreAnswer settle(SettleRequest request);

  /**
   * Stores a grant that did not come from a lease: a new consent, an import, or what a node still
   * knows of a grant that the store has lost. Its grant id and generation are {@code
   * request.version()}, its state is {@code IDLE}. Lease, pause and error code of the replaced
   * record are gone.
   *
   * <p>Written if the record is absent and {@code request.replaced()} is empty; or if grant id and
   * generation of the record are {@code request.replaced()}, whatever its state; but a tombstone is
   * replaced by another grant only, never by a generation of its own.
   *
   * @return whether it was written, and the record as it is now
   */
  StoreAnswer put(PutRequest request);

  /**
   * Marks a grant as revoked or erased: state {@code TOMBSTONE}, no document, no lease; grant id
   * and generation stay. A tombstone wins over everything but a later {@link #put}.
   *
   * <p>Written if grant id and generation are {@code request.expected()}, whatever the state and
   * whoever holds the lease; a record that is a tombstone already is left as it is. A generation
   * that was committed meanwhile is refused, because it has tokens that the caller has not seen and
   * could not revoke.
   *
   * @return whether it is a tombstone now, and the record as it is now
   */
  StoreAnswer tombstone(TombstoneRequest request);
}
