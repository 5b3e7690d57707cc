// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.Reading;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStore;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Store of grants in a table. Each grant is a row, and each write is one statement that compares
 * the revision.
 */
public final class JdbcTokenStore implements TokenStore {

  private final Table<GrantSql> table;

  /** Creates a store in this table. */
  public JdbcTokenStore(GrantTable grants) {
    this.table = grants.table();
  }

  @Override
  public Reading find(GrantKey key) {
    Objects.requireNonNull(key, "key");
    return table.step(
        (handle, sql) ->
            handle
                .createQuery(sql.find())
                .bind("k", Values.text(key.value()))
                .map((row, context) -> GrantRow.reading(row))
                .one());
  }

  @Override
  public boolean replace(
      GrantKey key, Optional<Revision> expected, StoredGrant next, Optional<Instant> notAfter) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(next, "next");
    Objects.requireNonNull(notAfter, "notAfter");
    return table.step(
        (handle, sql) ->
            Table.isWritten(
                handle
                    .createUpdate(write(sql, expected, next).form(notAfter))
                    .bindNamedArgumentFinder(GrantRow.parameters(key, expected, next, notAfter)),
                e -> SqlStates.isDuplicate(e) || SqlStates.isConflict(e)));
  }

  private static GrantSql.Write write(GrantSql sql, Optional<Revision> expected, StoredGrant next) {
    if (expected.isEmpty()) {
      return sql.insert();
    }
    return next.sameDocument() ? sql.updateClear() : sql.update();
  }
}
