// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import io.hexauth.domain.lifecycle.GrantKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Optional operations of a {@link TokenStore}, for refreshing expiring tokens, for key rotation and
 * for operators. Calls that get a token do not use them.
 *
 * <h2>Implementing</h2>
 *
 * <ul>
 *   <li>Listings return batches of records, in any order. A batch may have fewer records than
 *       requested, or none, and another batch may still follow.
 *   <li>A record that is written during a listing may be missing. A record that is not changed is
 *       listed at least once. A store may list or count a record twice, as Redis does while it
 *       resizes its table.
 *   <li>Expired records are not listed.
 *   <li>A record is unreadable if the store cannot convert it into a {@link StoredGrant}. A listing
 *       logs this, leaves the record out, and continues.
 *   <li>A store does not check layouts, and uses the state only to select the records of {@link
 *       #due}. A record with an unknown layout or state is listed like any other, and core skips
 *       it.
 *   <li>If the store does not answer, a method throws {@code ServiceUnavailableException}. For a
 *       {@code null} argument, it throws {@link NullPointerException}.
 * </ul>
 *
 * <p>Implementations must be safe for use by multiple threads. {@code
 * TokenStoreMaintenanceContract} of the test kit checks all of this, except for unreadable records
 * and a store that does not answer. Bind the implementation to this interface in a Guice module.
 */
public interface TokenStoreMaintenance {

  /**
   * Lists grants that may be refreshed now, and that have no access token that is valid for longer
   * than {@code within}. The field {@link StoredGrant#ACCESS_EXPIRES_AT} decides: it contains the
   * latest expiry of the grant's access tokens. A grant without this field is not listed.
   *
   * <p>A grant may be refreshed now if it has the state {@code IDLE}, a generation above 0, and no
   * pause. A pause longer than {@link StoredGrant#LONGEST_PAUSE} counts as none.
   *
   * @param within the time until the expiry, from the store's current time; zero or more
   * @param from the {@link Batch#next()} of the previous batch; empty for the first
   * @param limit the maximum number of records; positive
   * @return the next batch
   * @throws IllegalArgumentException if the limit is not positive, or if {@code from} is not from a
   *     batch of this listing
   */
  Batch due(Duration within, Optional<String> from, int limit);

  /**
   * Lists records in any state whose document was encrypted with another key than the given one.
   * The position from one listing can be used to continue with a different key.
   *
   * @param keyId the id of the key, as in {@link StoredGrant#keyId()}; documents with this key are
   *     not listed
   * @param from as for {@link #due}
   * @param limit as for {@link #due}
   * @return the next batch
   * @throws IllegalArgumentException as for {@link #due}
   */
  Batch notSealedWith(String keyId, Optional<String> from, int limit);

  /** {@return the number of documents by key id, without keys that have no documents} */
  Map<String, Long> rowsPerKey();

  /**
   * Removes expired records, to free their space.
   *
   * @param limit the maximum number of records; positive
   * @return the number of removed records. A number below the limit means that no expired record is
   *     left. 0 if the store removes expired records itself
   * @throws IllegalArgumentException if the limit is not positive
   */
  int purge(int limit);

  /**
   * Record of a listing.
   *
   * @param key the key of the record
   * @param grant the record at the time of the listing
   */
  record Listed(GrantKey key, StoredGrant grant) {}

  /**
   * Part of a listing.
   *
   * @param records the records at the time of the listing
   * @param next the start of the next batch; empty after the last batch, and never the start of
   *     this one. The value is opaque, and valid only for the store that created it
   * @param storeNow the time of the store's clock while the batch was read
   */
  record Batch(List<Listed> records, Optional<String> next, Instant storeNow) {

    /** Creates a batch with a copy of the list. */
    public Batch {
      records = List.copyOf(records);
    }
  }
}
