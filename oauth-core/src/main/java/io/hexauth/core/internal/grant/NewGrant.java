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

/** A grant that comes from no lease, on its way into the store. For one thread at a time. */
final class NewGrant {

  private final IssuedGrant issued;
  private final Optional<GrantRecord> replaced;
  private @Nullable SealedCredential sealed;

  /**
   * @param replaced what the store had when the grant got its id
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
   * {@return whether the grant has no place in the store any more: it is there, or another node has
   * stored a newer one or has revoked it. The tombstone that it replaces does not count}
   */
  boolean isOver(GrantRecord record) {
    boolean revokedBefore =
        record.state() == GrantState.TOMBSTONE
            && replaced.filter(r -> r.state() == GrantState.TOMBSTONE).isPresent()
            && replaced.map(GrantRecord::version).equals(Optional.of(record.version()));
    return !revokedBefore && issued.isOutdoneBy(record);
  }

  /**
   * Stores the grant in place of what the store has shown. Sealed once for all tries: the store
   * keeps the same bytes, whichever of them arrives.
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
