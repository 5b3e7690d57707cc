// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.storm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The expiry storm: in each round, all threads of all nodes ask for a token at the same time. The
 * libraries take turns, so that other work on the machine affects all of them.
 *
 * @param nodes number of nodes
 * @param threads number of threads on each node
 * @param warmUps number of rounds before the rounds that count
 * @param rounds number of rounds that count, cold and again warm
 * @param refreshes number of refreshes of other grants on each node of Hexauth before the warm
 *     rounds
 */
public record Storm(int nodes, int threads, int warmUps, int rounds, int refreshes) {

  /**
   * The results of all libraries.
   *
   * @param cold the results of every library, in a process that has refreshed only in earlier
   *     rounds
   * @param warm the results of Hexauth and of {@link LeastNodes} later in the same process
   */
  public record Results(List<StormResult> cold, List<StormResult> warm) {}

  /** Time until a round begins, in which all threads learn the time of its start. */
  private static final long LEAD = TimeUnit.MILLISECONDS.toNanos(200);

  /**
   * Runs the storm.
   *
   * @return the results of all libraries
   */
  public Results rage() throws IOException, InterruptedException {
    try (HexauthNodes postgres = HexauthNodes.onPostgres(nodes);
        HexauthNodes redis = HexauthNodes.onRedis(nodes);
        Contender spring = new SpringNodes(nodes);
        Contender google = new GoogleNodes(nodes);
        Contender least = new LeastNodes()) {
      List<StormResult> cold = rage(List.of(postgres, redis, spring, google, least), warmUps);
      postgres.exercise(refreshes);
      redis.exercise(refreshes);
      return new Results(cold, rage(List.of(postgres, redis, least), 1));
    }
  }

  private List<StormResult> rage(List<Contender> contenders, int warmUps)
      throws IOException, InterruptedException {
    List<StormResult> results =
        contenders.stream().map(c -> new StormResult(c.title(), new ArrayList<>())).toList();
    ExecutorService callers = Executors.newFixedThreadPool(nodes * threads);
    try {
      for (int i = -warmUps; i < rounds; i++) {
        for (int c = 0; c < contenders.size(); c++) {
          Round round = round(contenders.get(c), callers);
          if (i >= 0) {
            results.get(c).rounds().add(round);
          }
        }
      }
    } finally {
      callers.shutdownNow();
    }
    return results;
  }

  private Round round(Contender contender, ExecutorService callers)
      throws IOException, InterruptedException {
    contender.expire();
    contender.server().open();
    var waits = new long[nodes][threads];
    var failed = new AtomicInteger();
    var ready = new CountDownLatch(nodes * threads);
    var start = new CompletableFuture<Long>();
    var end = new CountDownLatch(nodes * threads);
    for (int i = 0; i < nodes * threads; i++) {
      int node = i % nodes;
      int thread = i / nodes;
      callers.execute(
          () -> {
            ready.countDown();
            try {
              // All threads wait for the same time. A latch would wake one thread after the other.
              StormServer.parkUntil(start.join());
              long before = System.nanoTime();
              boolean served = isServed(contender, node);
              waits[node][thread] = System.nanoTime() - before;
              if (!served) {
                failed.incrementAndGet();
              }
            } finally {
              end.countDown();
            }
          });
    }
    ready.await();
    start.complete(System.nanoTime() + LEAD);
    if (!end.await(2, TimeUnit.MINUTES)) {
      throw new IllegalStateException(contender.title() + " lets its callers wait for ever");
    }
    return booked(contender.server().books(), waits, failed.get());
  }

  private Round booked(StormServer.Books books, long[][] waits, int failed) {
    long[] refreshing = books.refreshing() < 0 ? new long[0] : waits[books.refreshing()];
    long[] others =
        Arrays.stream(waits).filter(of -> of != refreshing).flatMapToLong(Arrays::stream).toArray();
    return new Round(
        books.requests(), books.revoked(), nodes * threads, failed, refreshing, others);
  }

  private static boolean isServed(Contender contender, int node) {
    try {
      Optional<String> token = contender.call(node);
      return token.filter(contender.server()::isFresh).isPresent();
    } catch (IOException | RuntimeException e) {
      return false; // Libraries throw different exceptions if they have no token.
    }
  }
}
