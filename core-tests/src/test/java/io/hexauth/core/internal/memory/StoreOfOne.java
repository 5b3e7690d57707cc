// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.memory;

import io.hexauth.core.internal.storage.StoredGrantCodec;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.TokenStore;
import java.util.Optional;

/** Store with one record, as after the restore of a backup. */
public final class StoreOfOne {

  private StoreOfOne() {}

  /** {@return a store that contains this record} */
  public static TokenStore of(GrantRecord record, OAuthClock clock) {
    var store = new InMemoryTokenStore(clock);
    store.replace(
        record.key(),
        Optional.empty(),
        StoredGrantCodec.encode(record, new Revision("backup")),
        Optional.empty());
    return store;
  }
}
