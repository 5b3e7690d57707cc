// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.refresh.IssuedGrant;
import io.hexauth.core.internal.storage.SealedTokenStore;
import io.hexauth.core.internal.storage.StoreReading;
import io.hexauth.domain.internal.refresh.SealedCredential;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Grant without a lease that is about to be stored. Not safe for use by multiple threads. */
final class NewGrant {

  private final IssuedGrant issued;
  private final Optional<GrantRecord> replaced;
  private @Nullable SealedCredential sealed;

  /**
   * Creates the grant.
   *
   * @param issued the grant
   * @param replaced the stored record when the grant got its id
   */
  NewGrant(IssuedGrant issued, Optional<GrantRecord> replaced) {
    this.issued = issued;
    this.replaced = replaced;
  }

  IssuedGrant issued() {
    return issued;
  }

  GrantCell cell() {
    return issued.cell().grant();
  }

  /**
   * {@return true if the grant need not be stored any more} It is stored already, or another node
   * has stored a newer grant or has revoked this one. The tombstone that the grant replaces does
   * not count.
   */
  boolean isOver(GrantRecord record) {
    boolean revokedBefore =
        record.state() == GrantState.TOMBSTONE
            && replaced.filter(r -> r.state() == GrantState.TOMBSTONE).isPresent()
            && replaced.map(GrantRecord::version).equals(Optional.of(record.version()));
    return !revokedBefore && issued.isOutdoneBy(record);
  }

  /**
   * Stores the grant in place of the stored one. It is encrypted once for all attempts, so the
   * store gets the same bytes whichever attempt arrives.
   */
  StoreReading put(SealedTokenStore store, StoreReading shown) {
    SealedCredential ready = sealed;
    if (ready == null) {
      ready =
          store.seal(
              cell(),
              issued.version(),
              issued.document(),
              issued.version().grantId().value(),
              issued.before().store());
      sealed = ready;
    }
    return store.put(cell(), Optional.of(shown), issued.version(), shown.record(), ready);
  }
}
