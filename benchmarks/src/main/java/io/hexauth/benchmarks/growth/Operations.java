// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.growth;

import com.google.inject.Injector;
import io.hexauth.benchmarks.stores.StoreOfNode;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthMaintenance;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The operations that are measured. Each calls a port of Hexauth. */
record Operations(
    TokenStore store,
    TokenStoreMaintenance listings,
    OAuthMaintenance maintenance,
    Runnable closing)
    implements AutoCloseable {

  private static final int PAGE = 100;

  static Operations of(Injector injector, StoreOfNode node) {
    OAuthClients clients = injector.getInstance(OAuthClients.class);
    return new Operations(
        injector.getInstance(TokenStore.class),
        injector.getInstance(TokenStoreMaintenance.class),
        injector.getInstance(OAuthMaintenance.class),
        () -> {
          clients.close();
          node.close();
        });
  }

  Optional<StoredGrant> find(GrantKey key) {
    return store.find(key).grant();
  }

  /** Reads a grant and writes a lease. The document does not change. */
  void lease(GrantKey key) {
    StoredGrant stored = find(key).orElseThrow();
    Map<String, String> fields = new HashMap<>(stored.fields());
    fields.put(StoredGrant.STATE, "INTENT");
    fields.put("owner", "node");
    fields.put("attempt_id", "attempt");
    fields.put("lease_until", "1");
    replace(
        key, stored, StoredGrant.of(next(stored), fields, stored.document()).withSameDocument());
  }

  /** Reads a grant and writes its document with a later expiry. */
  void commit(GrantKey key) {
    StoredGrant stored = find(key).orElseThrow();
    Map<String, String> fields = new HashMap<>(stored.fields());
    fields.put(StoredGrant.STATE, "IDLE");
    fields.remove("owner");
    fields.remove("attempt_id");
    fields.remove("lease_until");
    fields.merge(StoredGrant.ACCESS_EXPIRES_AT, "7", String::concat);
    replace(key, stored, StoredGrant.of(next(stored), fields, stored.document()));
  }

  private static Revision next(StoredGrant stored) {
    return new Revision(
        stored.revision().value().length() > 9 ? "0" : stored.revision().value() + "1");
  }

  private void replace(GrantKey key, StoredGrant stored, StoredGrant next) {
    if (!store.replace(key, Optional.of(stored.revision()), next, Optional.empty())) {
      throw new IllegalStateException("The row was changed meanwhile");
    }
  }

  /** Reads the first page of grants that are due for a refresh. */
  void due() {
    listings.due(Duration.ZERO, Optional.empty(), PAGE);
  }

  void keys() {
    maintenance.keys();
  }

  /** {@return the number of documents that were encrypted again with the primary key} */
  int reseal(int limit) {
    return maintenance.reseal(limit).written();
  }

  @Override
  public void close() {
    closing.run();
  }
}
