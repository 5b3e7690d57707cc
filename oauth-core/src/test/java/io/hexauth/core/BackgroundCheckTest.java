// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BackgroundCheckTest {

  @Test
  void checkShouldRunBesideTheThreadThatStartsItAndNotKeepTheProcess() {
    var caller = new CountDownLatch(1);
    BackgroundCheck<Thread> check =
        BackgroundCheck.started(
            () -> {
              try {
                assertThat(caller.await(20, TimeUnit.SECONDS)).isTrue();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return Thread.currentThread();
            });

    caller.countDown();

    assertThat(check.get()).isNotSameAs(Thread.currentThread()).matches(Thread::isDaemon);
    assertThat(check.get()).isSameAs(check.get());
  }

  @Test
  void problemOfTheClassPathShouldBeThrownAsItIs() {
    var problem = new IllegalStateException("use another version");
    BackgroundCheck<Thread> check =
        BackgroundCheck.started(
            () -> {
              throw problem;
            });

    assertThatThrownBy(check::get).isSameAs(problem);
  }

  @Test
  void defectOfACheckShouldBeThrownWithItsCause() {
    var defect = new NoSuchMethodError("missing");
    BackgroundCheck<Thread> check =
        BackgroundCheck.started(
            () -> {
              throw defect;
            });

    assertThatThrownBy(check::get).isInstanceOf(CompletionException.class).hasCause(defect);
  }
}
