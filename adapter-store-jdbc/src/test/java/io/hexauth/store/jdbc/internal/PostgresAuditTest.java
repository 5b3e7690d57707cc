// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantRecord.Version;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.spi.TokenStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A trigger in the database writes down every change of a generation: within a grant it goes up by
 * one, whatever all the nodes do with whatever they remember.
 */
class PostgresAuditTest {

  private static final int THREADS = 8;
  private static final int STEPS = 150;
  private static final long SEED = 20261121L;

  private final Backend backend = Backend.postgres();

  @BeforeEach
  void watch() {
    backend.tokenStore().find(Grants.key());
    for (String sql :
        List.of(
            "CREATE TABLE audit (n bigserial PRIMARY KEY, k text, old_grant text, new_grant text,"
                + " old_gen bigint, new_gen bigint, same_ct boolean, old_state text)",
            """
            CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              INSERT INTO audit (k, old_grant, new_grant, old_gen, new_gen, same_ct, old_state)
              VALUES (NEW.k, OLD.grant_id, NEW.grant_id, OLD.gen, NEW.gen,
                      OLD.ct IS NOT DISTINCT FROM NEW.ct, OLD.state);
              RETURN NEW;
            END $$""",
            "CREATE TRIGGER audit AFTER UPDATE ON hexauth_grant"
                + " FOR EACH ROW EXECUTE FUNCTION audit()")) {
      backend.execute(sql);
    }
  }

  @Test
  void generationsShouldOnlyGrowByOne() throws Exception {
    GrantKey key = Grants.key();
    backend.tokenStore().put(Grants.put(key, Optional.empty()));

    Threads.run(THREADS, i -> new Node(backend.tokenStore(), key, new Random(SEED + i)).run());

    assertThat(violations()).isEmpty();
    assertThat(number("SELECT COUNT(*) FROM audit WHERE new_gen = old_gen + 1")).isGreaterThan(50);
    assertThat(number("SELECT COUNT(*) FROM audit WHERE old_grant <> new_grant")).isPositive();
  }

  @Test
  void theTriggerShouldSeeAnOlderGeneration() throws Exception {
    GrantKey key = Grants.key();
    var store = backend.tokenStore();
    GrantRecord first = store.put(Grants.put(key, Optional.empty())).record().orElseThrow();
    store.commit(Grants.commit(key, first.version()));
    assertThat(violations()).isEmpty();
    backend.execute("UPDATE hexauth_grant SET gen = 1 WHERE k = '" + key + "'");
    assertThat(violations()).isNotEmpty();
  }

  /** Remembers too long and asks for everything, as nodes do that were asleep. */
  private record Node(TokenStore store, GrantKey key, Random random) {

    boolean run() {
      List<GrantRecord> remembered = new ArrayList<>();
      for (int i = 0; i < STEPS; i++) {
        store.find(key).record().ifPresent(remembered::add);
        GrantRecord seen = remembered.get(random.nextInt(remembered.size()));
        GrantRecord newest = remembered.get(remembered.size() - 1);
        Version version = random.nextInt(3) == 0 ? seen.version() : newest.version();
        switch (random.nextInt(10)) {
          case 0, 1, 2 -> store.lease(Grants.lease(key, version));
          case 3, 4, 5, 6 -> store.commit(Grants.commit(key, version));
          case 7 -> store.settle(Grants.settle(key, version, newest.epoch(), GrantState.IDLE));
          case 8 -> store.tombstone(Grants.tombstone(key, seen.version()));
          default -> store.put(Grants.put(key, Optional.of(version)));
        }
      }
      return true;
    }
  }

  private List<String> violations() throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = backend.pool().getConnection();
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT old_grant, old_gen, new_gen FROM audit WHERE old_grant = new_grant"
                        + " AND (new_gen < old_gen OR new_gen > old_gen + 1"
                        + " OR (new_gen = old_gen + 1 AND old_state = 'TOMBSTONE'))")) {
      while (rows.next()) {
        found.add(rows.getString(1) + ": " + rows.getLong(2) + " -> " + rows.getLong(3));
      }
    }
    return found;
  }

  private long number(String query) throws SQLException {
    try (Connection connection = backend.pool().getConnection();
        ResultSet rows = connection.createStatement().executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
