// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.sweep;

import com.zaxxer.hikari.HikariDataSource;
import io.hexauth.benchmarks.stores.StoreOfNode;
import io.hexauth.servers.PostgresServer;
import io.hexauth.servers.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Due grants on PostgreSQL, refreshed by one sweep of Hexauth and by a loop without it. Both open a
 * connection for each token request, have eight to the database, and as many grants under way.
 *
 * @param latency of the token endpoint
 * @param grants that were due
 * @param atOnce token requests under way at one time at most
 * @param perSecond grants that Hexauth refreshed in a second
 * @param byHandPerSecond rows that the loop refreshed in a second
 * @param grownBytes what the heap held near the end of Hexauth's sweep, less what it held near its
 *     beginning
 */
public record SweepRun(
    Duration latency,
    int grants,
    int atOnce,
    double perSecond,
    double byHandPerSecond,
    long grownBytes) {

  private static final int WARM_UP = 1_000;

  /** {@return the rate of Hexauth as a part of the rate by hand} */
  public double ofByHand() {
    return perSecond / byHandPerSecond;
  }

  /** {@return the rates of one run} */
  public static SweepRun of(Duration latency, int grants) throws Exception {
    int warmUp = Math.min(WARM_UP, grants);
    SweepRun unused = once(latency, warmUp);
    return once(latency, grants);
  }

  private static SweepRun once(Duration latency, int grants) throws Exception {
    var heap = new Heap(grants / 10, grants - grants / 10);
    try (var endpoint = new TokenEndpoint(latency, heap);
        var unheard = new TokenEndpoint(latency, number -> {})) {
      double ours = ours(endpoint, grants);
      double byHand = byHand(unheard, grants, endpoint.mostAtOnce());
      return new SweepRun(latency, grants, endpoint.mostAtOnce(), ours, byHand, heap.grown());
    }
  }

  private static double ours(TokenEndpoint endpoint, int grants) {
    TestDatabase database = PostgresServer.newDatabase();
    try (var other = SweepNode.of(StoreOfNode.postgres(database), endpoint.uri())) {
      other.seed(grants);
    }
    try (var node = SweepNode.of(StoreOfNode.postgres(database), endpoint.uri())) {
      long start = System.nanoTime();
      check(grants, node.maintenance().refreshDue(SweepNode.SOON, grants));
      return rate(grants, start);
    }
  }

  private static double byHand(TokenEndpoint endpoint, int grants, int atOnce) throws Exception {
    TestDatabase database = PostgresServer.newDatabase();
    SweepNode.of(StoreOfNode.postgres(database), endpoint.uri()).close(); // creates the table
    try (HikariDataSource pool = StoreOfNode.pool(database)) {
      execute(
          pool,
          """
          INSERT INTO hexauth_grant (k, grant_id, gen, epoch, state, attempt, fmt, key_id, ct, access_exp, created_at,
            updated_at)
          SELECT md5(i::text) || md5(i::text), md5(i::text), 1, 0, 'IDLE', 0, 1, 'none', 'refresh-of-user', i, 0, 0
          FROM generate_series(1, %d) i"""
              .formatted(grants));
      var loop = new SweepByHand(pool, endpoint.uri());
      long start = System.nanoTime();
      check(grants, loop.sweep(SweepNode.SOON, atOnce));
      return rate(grants, start);
    }
  }

  private static void execute(HikariDataSource pool, String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      boolean unused = statement.execute(sql);
    }
  }

  private static void check(int grants, int refreshed) {
    if (refreshed != grants) {
      throw new IllegalStateException(refreshed + " of " + grants + " were refreshed");
    }
  }

  private static double rate(int grants, long start) {
    return grants * 1e9 / (System.nanoTime() - start);
  }
}
