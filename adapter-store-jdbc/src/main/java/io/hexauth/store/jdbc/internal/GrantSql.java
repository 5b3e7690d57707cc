// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

/**
 * The statements on grants, each a step of the port with all of its conditions.
 *
 * @param look names every column and answers with nothing
 * @param find answers with one row in any case: the clock, and the record if there is one
 * @param create adds a record at generation 0 with its first lease
 * @param lease takes the lease of a record
 * @param commit writes the next generation
 * @param settle writes a failure that ends the lease
 * @param settleIntent writes a failure that leaves the intent standing
 * @param place adds a record without a lease
 * @param replace writes another grant over one that was seen
 * @param tombstone ends a grant
 * @param forget deletes a record that is over
 */
record GrantSql(
    String look,
    String find,
    String create,
    String lease,
    String commit,
    String settle,
    String settleIntent,
    String place,
    String replace,
    String tombstone,
    String forget,
    MaintenanceSql maintenance) {

  /** A state that this version does not know means: do not touch. */
  static final String KNOWN = "state IN ('IDLE', 'INTENT', 'DEAD', 'TOMBSTONE')";

  private static final String THIS_VERSION = "k = :k AND grant_id = :grant AND gen = :gen";

  private static final String LEASABLE =
      "(not_before IS NULL OR not_before <= {now})"
          + " AND (state = 'IDLE' AND (lease_until IS NULL OR lease_until <= {now})"
          + " OR state = 'INTENT' AND (lease_until IS NULL OR lease_until + :hold < {now}))";

  /** What never ends stays so: nothing is not less than anything. */
  private static final String HOLD_REMEMBERED =
      "purge_at = CASE WHEN purge_at < {now} + :lease + :hold THEN {now} + :lease + :hold"
          + " ELSE purge_at END";

  private static final String NO_LEASE = "owner = NULL, attempt_id = NULL, lease_until = NULL";

  private static final String DOCUMENT =
      "fmt = :fmt, key_id = :key_id, ct = :ct, access_exp = :access_exp,"
          + " purge_at = {now} + :retention";

  static GrantSql of(Dialect dialect, String table) {
    return new GrantSql(
        dialect.sql("SELECT " + GrantRow.COLUMNS + ", purge_at FROM {t} WHERE 1 = 0", table),
        dialect.sql(Dialect.find(GrantRow.COLUMNS), table),
        dialect.sql(create(dialect), table),
        update(
            dialect,
            table,
            "epoch = epoch + 1, state = 'INTENT', attempt = attempt + 1, owner = :owner,"
                + " attempt_id = :attempt_id, lease_until = {now} + :lease, not_before = NULL, "
                + HOLD_REMEMBERED
                + ", updated_at = {now}",
            LEASABLE),
        update(
            dialect,
            table,
            "gen = gen + 1, state = 'IDLE', attempt = 0, "
                + NO_LEASE
                + ", not_before = NULL, err_code = NULL, "
                + DOCUMENT
                + ", updated_at = {now}",
            "state IN ('IDLE', 'INTENT', 'DEAD')"),
        update(dialect, table, settled(NO_LEASE), "epoch = :epoch AND state = 'INTENT'"),
        update(
            dialect, table, settled("lease_until = {now}"), "epoch = :epoch AND state = 'INTENT'"),
        dialect.sql(place(dialect), table),
        update(
            dialect,
            table,
            "grant_id = :new_grant, gen = :new_gen, epoch = 0, state = 'IDLE', attempt = 0, "
                + NO_LEASE
                + ", not_before = NULL, err_code = NULL, "
                + DOCUMENT
                + ", "
                + dialect.bothStamps(),
            KNOWN
                + " AND NOT (grant_id = :new_grant AND (gen >= :new_gen OR state = 'TOMBSTONE'))"),
        update(
            dialect,
            table,
            "state = 'TOMBSTONE', attempt = 0, "
                + NO_LEASE
                + ", not_before = NULL, err_code = NULL, fmt = NULL, key_id = NULL, ct = NULL,"
                + " access_exp = NULL, purge_at = {now} + :retention, updated_at = {now}",
            "state IN ('IDLE', 'INTENT', 'DEAD')"),
        dialect.sql("DELETE FROM {t} WHERE k = :k AND " + KNOWN + " AND " + Dialect.OVER, table),
        MaintenanceSql.of(dialect, table));
  }

  private static String update(Dialect dialect, String table, String set, String where) {
    String update =
        "UPDATE {t} SET %s WHERE %s AND %s AND %s"
            .formatted(set, THIS_VERSION, where, Dialect.LIVE);
    return dialect.sql(dialect.updateReturning(update, GrantRow.COLUMNS), table);
  }

  private static String settled(String lease) {
    return "state = :state, attempt = attempt - :uncounted, "
        + lease
        + ", not_before = {now} + :pause, err_code = :err_code, updated_at = {now}";
  }

  private static String create(Dialect dialect) {
    return dialect.insertReturning(
        GrantRow.COLUMNS + ", purge_at",
        ":k, :grant, 0, 1, 'INTENT', 1, :owner, :attempt_id, {now} + :lease, NULL,"
            + " NULL, NULL, NULL, NULL, NULL, {now}, {now}, {now} + :retention");
  }

  private static String place(Dialect dialect) {
    return dialect.insertReturning(
        GrantRow.COLUMNS + ", purge_at",
        ":k, :new_grant, :new_gen, 0, 'IDLE', 0, NULL, NULL, NULL, NULL,"
            + " NULL, :fmt, :key_id, :ct, :access_exp, {now}, {now}, {now} + :retention");
  }
}
