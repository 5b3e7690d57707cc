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
 * The result of one sweep of Hexauth and of one loop without it, on PostgreSQL. Both open a
 * connection for each token request, have eight database connections, and send equally many
 * concurrent requests.
 *
 * @param latency response time of the token endpoint
 * @param grants number of grants that were due
 * @param atOnce largest number of concurrent token requests
 * @param perSecond grants that Hexauth refreshed in a second
 * @param byHandPerSecond rows that the loop refreshed in a second
 * @param grownBytes used heap near the end of the sweep of Hexauth, minus used heap near its
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

  /** {@return the rate of Hexauth divided by the rate by hand} */
  public double ofByHand() {
    return perSecond / byHandPerSecond;
  }

  /** {@return the result of one run, after a shorter run as warm-up} */
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
            updated_at, rev, layout)
          SELECT md5(i::text) || md5(i::text), md5(i::text), 1, 0, 'IDLE', 0, 1, 'none', 'refresh-of-user', i, 0, 0, '0', 1
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
