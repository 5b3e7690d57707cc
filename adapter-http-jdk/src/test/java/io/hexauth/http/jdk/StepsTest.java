// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StepsTest {

  private final Steps steps = new Steps();

  @Test
  void stepThatBeginsAfterTheEndShouldBeCancelledAtOnce() {
    steps.cancel();
    assertThat(steps.step(new CompletableFuture<String>())).isCancelled();
    assertThat(steps.step(new CompletableFuture<String>())).isCancelled();
  }

  @Test
  void onlyTheStepThatIsUnderWayShouldBeCancelled() {
    CompletableFuture<String> first = steps.step(new CompletableFuture<>());
    CompletableFuture<String> second = steps.step(new CompletableFuture<>());
    steps.cancel();
    assertThat(second).isCancelled();
    assertThat(first).isNotDone();
  }
}
