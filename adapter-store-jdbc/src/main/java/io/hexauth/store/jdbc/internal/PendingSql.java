// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

/**
 * Statements on pending authorizations.
 *
 * @param clock reads the clock
 * @param put adds a row, unless the key exists
 * @param forget deletes one expired row
 * @param take deletes a row and returns its content
 * @param clean deletes some expired rows
 */
record PendingSql(String clock, String put, String forget, String take, String clean) {

  static final String COLUMNS = "k, fmt, key_id, ct, expires_at";

  private static final String OVER = "expires_at <= {now}";

  static PendingSql of(Dialect dialect, String table) {
    return new PendingSql(
        dialect.sql("SELECT {now}", table),
        dialect.sql(dialect.insert(COLUMNS, ":k, :fmt, :key_id, :ct, c.n + :lifetime", ""), table),
        dialect.sql("DELETE FROM {t} WHERE k = :k AND " + OVER, table),
        dialect.sql(
            dialect.deleteReturning(
                "k = :k", "fmt, key_id, ct, CASE WHEN " + OVER + " THEN 1 ELSE 0 END AS is_over"),
            table),
        dialect.sql(dialect.deleteSome("expires_at <= :now", "expires_at"), table));
  }
}
