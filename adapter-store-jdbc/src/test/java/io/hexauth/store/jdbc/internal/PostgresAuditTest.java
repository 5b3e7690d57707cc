// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A trigger in the database records every change of a revision. The changes equal the writes that
 * returned true, in order, even if nodes use old revisions.
 */
class PostgresAuditTest {

  private static final int THREADS = 8;
  private static final int STEPS = 150;
  private static final long SEED = 20261121L;

  private final Backend backend = Backend.postgres();
  private final GrantKey key = Grants.key();

  @BeforeEach
  void watch() {
    backend.tokenStore().find(key);
    for (String sql :
        List.of(
            "CREATE TABLE audit (n bigserial PRIMARY KEY, old_rev text, new_rev text)",
            """
            CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              INSERT INTO audit (old_rev, new_rev) VALUES (OLD.rev, NEW.rev);
              RETURN NEW;
            END $$""",
            "CREATE TRIGGER audit AFTER UPDATE ON hexauth_grant"
                + " FOR EACH ROW EXECUTE FUNCTION audit()")) {
      backend.execute(sql);
    }
  }

  /** One write: the revision that it replaced, and its own. */
  private record Change(String from, String to) {}

  @Test
  void changesShouldBeExactlyTheAcknowledgedWritesInOneChain() throws Exception {
    StoredGrant first = Grants.created(backend.tokenStore(), key);

    List<List<Change>> acknowledged =
        Threads.run(
            THREADS, i -> new Node(backend.tokenStore(), key, new Random(SEED + i)).changes());

    List<Change> audited = audited();
    assertThat(audited)
        .hasSizeGreaterThan(THREADS)
        .containsExactlyInAnyOrderElementsOf(acknowledged.stream().flatMap(List::stream).toList());
    String revision = first.revision().value();
    for (Change change : audited) {
      assertThat(change.from()).isEqualTo(revision);
      revision = change.to();
    }
  }

  /** Node that may use an old revision, as a node that was suspended. */
  private record Node(TokenStore store, GrantKey key, Random random) {

    List<Change> changes() {
      List<StoredGrant> remembered = new ArrayList<>();
      List<Change> changes = new ArrayList<>();
      for (int i = 0; i < STEPS; i++) {
        store.find(key).grant().ifPresent(remembered::add);
        int age = random.nextInt(3) == 0 ? random.nextInt(remembered.size()) : 0;
        StoredGrant seen = remembered.get(remembered.size() - 1 - age);
        StoredGrant next = Grants.next(seen, "epoch", Integer.toString(i));
        boolean lease = random.nextBoolean();
        if (Grants.replace(store, key, seen, lease ? next.withSameDocument() : next)) {
          changes.add(new Change(seen.revision().value(), next.revision().value()));
        }
      }
      return changes;
    }
  }

  private List<Change> audited() throws SQLException {
    List<Change> changes = new ArrayList<>();
    try (Connection connection = backend.pool().getConnection();
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery("SELECT old_rev, new_rev FROM audit ORDER BY n")) {
      while (rows.next()) {
        changes.add(new Change(rows.getString(1), rows.getString(2)));
      }
    }
    return changes;
  }
}
