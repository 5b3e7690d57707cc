// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

/**
 * The statements on pending authorizations.
 *
 * @param look names every column and answers with nothing
 * @param put adds a row, unless there is one
 * @param forget deletes one row whose time is over
 * @param take deletes a row and answers with it
 * @param clean deletes some of the rows whose time is over
 */
record PendingSql(String look, String put, String forget, String take, String clean) {

  private static final String COLUMNS = "k, fmt, key_id, ct, expires_at";

  private static final String OVER = "expires_at <= {now}";

  static PendingSql of(Dialect dialect, String table) {
    return new PendingSql(
        dialect.sql("SELECT " + COLUMNS + " FROM {t} WHERE 1 = 0", table),
        dialect.sql(dialect.insert(COLUMNS, ":k, :fmt, :key_id, :ct, {now} + :lifetime"), table),
        dialect.sql("DELETE FROM {t} WHERE k = :k AND " + OVER, table),
        dialect.sql(
            dialect.deleteReturning(
                "k = :k", "fmt, key_id, ct, CASE WHEN " + OVER + " THEN 1 ELSE 0 END AS is_over"),
            table),
        dialect.sql(dialect.deleteSome(OVER.replace("{now}", "{start}"), "expires_at"), table));
  }
}
