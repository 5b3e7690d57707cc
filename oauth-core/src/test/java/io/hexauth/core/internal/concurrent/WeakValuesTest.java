// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A shared value stays while it is used, and no longer. */
@Timeout(60)
class WeakValuesTest {

  private final WeakValues<String, Object> values = new WeakValues<>();

  private Object get(String key) {
    return values.get(key, absent -> new Object());
  }

  @Test
  void valueShouldBeTheSameWhileItIsUsed() {
    Object used = get("a");
    Garbage.collect();

    assertThat(get("a")).isSameAs(used);
    assertThat(get("b")).isNotSameAs(used);
  }

  @Test
  void entryShouldBeRemovedWhenItsValueIsNoLongerUsed() {
    Object used = get("used");
    var keys = new ArrayList<WeakReference<String>>();
    for (int i = 0; i < 1_000; i++) {
      String key = "unused" + i;
      keys.add(new WeakReference<>(key));
      assertThat(get(key)).isNotNull();
    }

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              Garbage.collect();
              assertThat(values.all()).containsExactly(used);
              assertThat(keys).allSatisfy(key -> assertThat(key.get()).isNull());
            });
  }

  @Test
  void valueShouldBeMadeAgainWhenItWasNoLongerUsed() {
    var made = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      assertThat(values.get("a", absent -> new int[] {made.incrementAndGet()})).isNotNull();
      Garbage.collect();
    }

    assertThat(made).hasValue(3);
  }

  @Test
  void callersAtTheSameTimeShouldGetOneValue() {
    for (int round = 0; round < 200; round++) {
      String key = "key" + round;
      var together = new CyclicBarrier(4);
      List<CompletableFuture<Object>> callers =
          IntStream.range(0, 4)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () ->
                              values.get(
                                  key,
                                  absent -> {
                                    meet(together);
                                    return new Object();
                                  }),
                          task -> new Thread(task).start()))
              .toList();

      assertThat(callers.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    }
  }

  private static void meet(CyclicBarrier together) {
    try {
      together.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
