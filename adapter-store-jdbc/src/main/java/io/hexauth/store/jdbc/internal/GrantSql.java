// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static java.util.stream.Collectors.joining;

import java.util.Optional;

/**
 * Statements on grants.
 *
 * @param find reads the clock, and the grant if it exists; the result always has one row
 * @param insert adds a row
 * @param update writes the whole row
 * @param updateClear writes everything except the document, which keeps the write-ahead log small
 * @param clock reads the clock
 * @param due lists grants whose access token expires soon, by expiry and key
 * @param sealedWith lists documents of one cipher key, by grant key
 * @param nextKey reads the next cipher key
 * @param rowsPerKey counts the documents of each cipher key
 * @param purge deletes rows after their retention
 */
record GrantSql(
    String find,
    Write insert,
    Write update,
    Write updateClear,
    String clock,
    String due,
    String sealedWith,
    String nextKey,
    String rowsPerKey,
    String purge) {

  /**
   * A write in two forms.
   *
   * @param always the form without a time limit
   * @param inTime the form that writes only until {@code :not_after}
   */
  record Write(String always, String inTime) {
    String form(Optional<?> notAfter) {
      return notAfter.isPresent() ? inTime : always;
    }
  }

  /** Condition for rows within their retention. A NULL {@code purge_at} means no limit. */
  private static final String LIVE = "(purge_at IS NULL OR purge_at > :now)";

  static GrantSql of(Dialect dialect, String table) {
    String values = ":" + GrantRow.COLUMNS.replace(", ", ", :");
    String select = "SELECT " + GrantRow.COLUMNS + " FROM {t} WHERE ";
    String clear = GrantRow.CLEAR.stream().map(c -> c + " = :" + c).collect(joining(", "));
    return new GrantSql(
        dialect.sql(
            "SELECT c.store_now, %s FROM (SELECT {now} AS store_now) c LEFT JOIN {t} ON k = :k"
                .formatted(GrantRow.COLUMNS),
            table),
        new Write(
            dialect.sql(dialect.insert(GrantRow.COLUMNS, values, ""), table),
            dialect.sql(
                dialect.insert(GrantRow.COLUMNS, values, " WHERE c.n <= :not_after"), table)),
        update(dialect, table, clear + ", ct = :ct"),
        update(dialect, table, clear),
        dialect.sql("SELECT {now}", table),
        dialect.sql(
            select
                + "state = 'IDLE' AND gen > 0 AND access_exp <= :end"
                + " AND (not_before IS NULL OR not_before <= :now OR not_before > :longest_pause) AND "
                + LIVE
                + " AND access_exp >= :from AND (access_exp > :from OR k > :k)"
                + " ORDER BY access_exp, k LIMIT :limit",
            table),
        dialect.sql(select + LIVE + " AND " + dialect.ofOneKey() + " LIMIT :limit", table),
        dialect.sql(
            "SELECT key_id FROM {t} WHERE key_id > :key_id ORDER BY key_id, k LIMIT 1", table),
        dialect.sql(
            "SELECT key_id, COUNT(*) AS documents FROM {t} WHERE key_id IS NOT NULL AND "
                + LIVE.replace(":now", "{now}")
                + " GROUP BY key_id",
            table),
        dialect.sql(dialect.deleteSome("purge_at <= :now", "purge_at"), table));
  }

  private static Write update(Dialect dialect, String table, String set) {
    String update = "UPDATE {t} SET " + set + " WHERE ";
    return new Write(
        dialect.sql(update + "k = :k AND rev = :expected", table),
        dialect.sql(update + dialect.inTime(), table));
  }
}
