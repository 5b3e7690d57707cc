// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.token.AccessToken;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Callers on virtual threads, if the JDK has them. All callers wait at the same time, on a few
 * carrier threads: if a waiting caller blocked its carrier thread, other callers could not even
 * start.
 */
class VirtualThreadsTest {

  private static final int CALLERS = 500;

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @DisplayName("R4: callers on virtual threads wait for a store that blocks, and all get one token")
  @Test
  void crowdShouldGetOneTokenWhileTheStoreBlocks() throws Exception {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    var connection = new Semaphore(0);
    world.store().beforeStep(connection::acquireUninterruptibly);
    var begun = new CountDownLatch(CALLERS);
    ExecutorService threads = threads();
    try {
      var calls =
          Stream.generate(
                  () ->
                      CompletableFuture.supplyAsync(
                          () -> {
                            begun.countDown();
                            return node.alice().token().accessToken();
                          },
                          threads))
              .limit(CALLERS)
              .toList();

      assertThat(begun.await(30, TimeUnit.SECONDS)).as("all have begun").isTrue();
      connection.release(CALLERS);
      Set<AccessToken> tokens = new HashSet<>();
      for (CompletableFuture<AccessToken> call : calls) {
        tokens.add(Crowd.get(call));
      }

      assertThat(tokens).hasSize(1);
      assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(1);
    } finally {
      connection.release(CALLERS);
      threads.shutdownNow();
    }
  }

  /** {@return one thread for each caller: virtual, or a platform thread on JDK 17} */
  private static ExecutorService threads() throws ReflectiveOperationException {
    return Runtime.version().feature() < 21
        ? Executors.newCachedThreadPool()
        : (ExecutorService)
            Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }
}
