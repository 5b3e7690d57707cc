// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import io.hexauth.domain.lifecycle.GrantKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Operations that a {@link TokenStore} may offer beside its two methods: for the sweeper, for the
 * rotation of keys, and for operators. No call to a token's owner depends on it.
 *
 * <h2>Implementing</h2>
 *
 * Listings come in batches, in any order. A record that is written during a listing may be missed;
 * one that is not touched is seen at least once. A store may list or count a record twice, as Redis
 * does while it makes its table larger: callers take that. A batch may be smaller than asked for,
 * even empty, and still be followed by another. Records whose retention is over are not listed. A
 * record that cannot be read is left out and does not end a listing; a store that comes upon one
 * says so in its log. A store does not know states and layouts: a record whose state or layout is
 * not known here is listed like any other; core leaves it alone. A store that does not answer
 * throws {@code ServiceUnavailableException}; for {@code null}, {@link NullPointerException}.
 *
 * <p>Implementations must be safe for use by multiple threads. The test kit's {@code
 * TokenStoreMaintenanceContract} checks all of this but what is said of records that are left out
 * and of a store that does not answer; bind the implementation to this interface in a Guice module.
 */
public interface TokenStoreMaintenance {

  /**
   * Grants whose newest access token ends soon or has ended, and that may be refreshed now: state
   * {@code IDLE}, a generation above 0, no pause ahead. A pause that lies further ahead than {@link
   * StoredGrant#LONGEST_PAUSE} is none.
   *
   * @param within how soon, from the store's now; zero or more
   * @param from the {@link Batch#next()} of the batch before; empty for the first
   * @param limit how many at most; positive
   * @throws IllegalArgumentException if the limit is not positive, or {@code from} is not from a
   *     batch of this listing
   */
  Batch due(Duration within, Optional<String> from, int limit);

  /**
   * Records whose document was sealed with any other key, whatever their state. A place in this
   * listing is good for any key.
   *
   * @param keyId as in {@link StoredGrant#keyId()}; documents that were sealed with it are not
   *     listed
   * @param from as for {@link #due}
   * @param limit as for {@link #due}
   * @throws IllegalArgumentException as for {@link #due}
   */
  Batch notSealedWith(String keyId, Optional<String> from, int limit);

  /**
   * {@return how many documents were sealed with each key; a key without documents is not there}
   */
  Map<String, Long> rowsPerKey();

  /**
   * Cleans up records whose retention is over. They are not there for anybody in any case; this
   * gives back their room.
   *
   * @param limit how many at most; positive
   * @return how many were removed; fewer than the limit if there are no more. 0 where the store
   *     does this by itself
   * @throws IllegalArgumentException if the limit is not positive
   */
  int purge(int limit);

  /**
   * A record of a listing.
   *
   * @param key where it is stored
   * @param grant as it was when it was listed
   */
  record Listed(GrantKey key, StoredGrant grant) {}

  /**
   * A part of a listing.
   *
   * @param records as they were when they were listed
   * @param next where the next batch starts; empty after the last, and never where this one
   *     started. Opaque, and of use to the store that made it only
   * @param storeNow the store's clock while the batch was read
   */
  record Batch(List<Listed> records, Optional<String> next, Instant storeNow) {

    /** Copies what it is given. */
    public Batch {
      records = List.copyOf(records);
    }
  }
}
