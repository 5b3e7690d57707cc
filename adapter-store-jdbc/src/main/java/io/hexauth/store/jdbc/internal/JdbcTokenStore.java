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
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Grants in a table: one row each, written by one statement that compares the revision. */
public final class JdbcTokenStore implements TokenStore {

  private final Table<GrantSql> table;

  /** The store on this table. */
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
        (handle, sql) -> {
          Update write =
              write(handle, sql, expected, next, notAfter).bind("k", Values.text(key.value()));
          notAfter.ifPresent(end -> write.bind("not_after", Values.number(Micros.of(end))));
          return Table.isWritten(
              GrantRow.bind(write, next), e -> SqlStates.isDuplicate(e) || SqlStates.isConflict(e));
        });
  }

  private static Update write(
      Handle handle,
      GrantSql sql,
      Optional<Revision> expected,
      StoredGrant next,
      Optional<Instant> notAfter) {
    boolean clear = expected.isPresent() && next.sameDocument();
    GrantSql.Write statement =
        expected.isEmpty() ? sql.insert() : clear ? sql.updateClear() : sql.update();
    Update write = handle.createUpdate(statement.form(notAfter));
    expected.ifPresent(revision -> write.bind("expected", Values.text(revision.value())));
    return clear ? write : write.bind("ct", Values.bytes(next.document().orElse(null)));
  }
}
