// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.fleet;

import com.google.inject.Guice;
import com.google.inject.Key;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.Reading;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.store.jdbc.JdbcStoreConfig;
import io.hexauth.store.jdbc.JdbcTokenStoreModule;
import io.hexauth.store.jdbc.OAuthJdbc;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Node that ignores leases of other nodes, and writes a new token so late that every node has asked
 * for the lease by then, on any machine.
 */
final class GreedyNode {

  private static final Duration LATE = Duration.ofMillis(1500);
  private static final String LEASED = "INTENT";
  private static final Set<String> LEASE = Set.of("owner", "attempt_id", "lease_until");

  private GreedyNode() {}

  public static void main(String[] arguments) throws IOException {
    var settings = Settings.of(arguments);
    DataSource pool = FleetNode.pool(settings);
    TokenStore sound =
        Guice.createInjector(
                new JdbcTokenStoreModule(JdbcStoreConfig.defaults().withCreateTables(true)),
                binder -> binder.bind(Key.get(DataSource.class, OAuthJdbc.class)).toInstance(pool))
            .getInstance(TokenStore.class);
    var clients =
        FleetNode.clients(
            settings, pool, binder -> binder.bind(TokenStore.class).toInstance(new Greedy(sound)));
    new NodeCommands(settings, clients).run();
  }

  private record Greedy(TokenStore sound) implements TokenStore {

    @Override
    public Reading find(GrantKey key) {
      Reading reading = sound.find(key);
      return new Reading(reading.grant().map(Greedy::withoutLease), reading.storeNow());
    }

    private static StoredGrant withoutLease(StoredGrant grant) {
      if (!LEASED.equals(grant.fields().get(StoredGrant.STATE))) {
        return grant;
      }
      Map<String, String> fields = new HashMap<>(grant.fields());
      fields.keySet().removeAll(LEASE);
      fields.put(StoredGrant.STATE, "IDLE");
      return StoredGrant.of(grant.revision(), fields, grant.document());
    }

    @Override
    public boolean replace(
        GrantKey key, Optional<Revision> expected, StoredGrant next, Optional<Instant> notAfter) {
      if (expected.isPresent() && !next.sameDocument()) {
        LockSupport.parkNanos(LATE.toNanos());
      }
      return sound.replace(key, expected, next, notAfter);
    }
  }
}
