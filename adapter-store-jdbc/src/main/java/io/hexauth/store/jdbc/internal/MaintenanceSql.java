// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

/**
 * The statements that maintain grants.
 *
 * @param due what ends soon, by end and key
 * @param sealedWith what one key sealed, by grant key
 * @param rowsPerKey keys and how many documents they sealed
 * @param reseal replaces the envelope of one document
 * @param purge deletes what is over
 */
record MaintenanceSql(
    String due, String sealedWith, String rowsPerKey, String reseal, String purge) {

  static MaintenanceSql of(Dialect dialect, String table) {
    String select = "SELECT " + GrantRow.COLUMNS + " FROM {t} WHERE ";
    return new MaintenanceSql(
        dialect.sql(
            select
                + "state = 'IDLE' AND gen > 0 AND access_exp <= {start} + :within"
                + " AND (not_before IS NULL OR not_before <= {now}) AND "
                + Dialect.LIVE
                + " AND access_exp >= :from AND (access_exp > :from OR k > :k)"
                + " ORDER BY access_exp, k LIMIT :limit",
            table),
        dialect.sql(
            select
                + "key_id = :key_id AND "
                + GrantSql.KNOWN
                + " AND "
                + Dialect.LIVE
                + " AND k > :k ORDER BY k LIMIT :limit",
            table),
        dialect.sql(
            "SELECT key_id, COUNT(*) AS documents FROM {t} WHERE ct IS NOT NULL AND "
                + Dialect.LIVE
                + " GROUP BY key_id",
            table),
        dialect.sql(
            "UPDATE {t} SET fmt = :fmt, key_id = :key_id, ct = :ct, updated_at = {now}"
                + " WHERE k = :k AND grant_id = :grant AND gen = :gen AND fmt = :old_fmt"
                + " AND key_id = :old_key_id AND ct = :old_ct AND "
                + GrantSql.KNOWN
                + " AND "
                + Dialect.LIVE,
            table),
        dialect.sql(
            dialect.deleteSome(
                GrantSql.KNOWN + " AND " + Dialect.OVER.replace("{now}", "{start}"), "purge_at"),
            table));
  }
}
