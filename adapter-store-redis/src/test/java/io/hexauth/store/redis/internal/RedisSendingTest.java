// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.store.redis.internal.FakeAccess.Link;
import io.lettuce.core.RedisException;
import io.lettuce.core.internal.ExceptionFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A script that was sent: it is sent again only if it was not executed, and is given up in time.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RedisSendingTest {

  private static final Duration ENDLESS = Duration.ofMinutes(10);
  private static final StoreSettings PATIENT =
      new StoreSettings("fake:", ENDLESS, ENDLESS, Optional.empty());
  private static final StoreSettings HASTY =
      new StoreSettings("fake:", Duration.ofMillis(100), ENDLESS, Optional.empty());
  private static final byte[] KEY = {1};
  private static final List<Object> DONE = List.of("done");

  private final Link link = new Link();
  private final FakeAccess access = new FakeAccess(true, link::opened);
  private final RedisConnection connection = new RedisConnection(access);
  private final Queue<CompletableFuture<List<Object>>> answers = new ArrayDeque<>();

  RedisSendingTest() {
    link.answers(command -> answers.remove());
  }

  @AfterEach
  void close() {
    connection.close();
  }

  private void answers(Exception failure) {
    answers.add(CompletableFuture.failedFuture(failure));
  }

  private static Exception notSent() {
    return new RedisException("Currently not connected. Commands are rejected.");
  }

  private static Exception refusal(String message) {
    return ExceptionFactory.createExecutionException(message);
  }

  private void isUnavailable(String why) {
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> connection.run(PATIENT, Script.FIND, KEY))
        .withMessageContaining(why);
  }

  @Test
  void aScriptThatRedisDoesNotKnowShouldBeSentInFullOnce() {
    answers(refusal("NOSCRIPT No matching script. Please use EVAL."));
    answers.add(CompletableFuture.completedFuture(DONE));
    assertThat(connection.run(PATIENT, Script.FIND, KEY)).isEqualTo(DONE);
    assertThat(link.sent()).containsExactly("evalsha", "eval");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOSCRIPT again", "OOM command not allowed", "BUSY Redis is busy"})
  void aScriptThatFailsInFullShouldNotBeSentAgain(String message) {
    answers(refusal("NOSCRIPT No matching script. Please use EVAL."));
    answers(refusal(message));
    isUnavailable("Redis");
    assertThat(link.sent()).containsExactly("evalsha", "eval");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"OOM no memory", "BUSY a script", "LOADING data", "TRYAGAIN", "ERR unknown"})
  void aScriptThatIsRefusedShouldNotBeSentAgain(String message) {
    answers(refusal(message));
    isUnavailable("");
    assertThat(link.sent()).containsExactly("evalsha");
  }

  @Test
  void aScriptWhoseConnectionWasLostShouldNotBeSentAgain() {
    answers(new RedisException("Connection disconnected"));
    isUnavailable("cannot be reached, or closed the connection");
    assertThat(link.sent()).containsExactly("evalsha");
  }

  @Test
  void aScriptThatWasNotSentShouldBeSentAgainWhereThereAreOtherNodes() {
    answers(notSent());
    isUnavailable("cannot be reached");
    assertThat(link.sent()).as("with one server").containsExactly("evalsha");

    link.sent().clear();
    // A node that is down must not prevent the attempt.
    link.isElsewhere(
        () ->
            List.of(
                CompletableFuture.completedFuture("reached"),
                CompletableFuture.failedFuture(new RedisException("down"))));
    answers(notSent());
    answers.add(CompletableFuture.completedFuture(DONE));
    assertThat(connection.run(PATIENT, Script.FIND, KEY)).isEqualTo(DONE);
    assertThat(link.sent()).as("with other nodes").containsExactly("evalsha", "eval");
  }

  /** Otherwise, the second attempt would be made before the node that it needs is connected. */
  @Test
  void aNodeThatIsDownShouldNotEndTheWaitForTheOthers() throws Exception {
    connection.opened(PATIENT);
    var slow = new CompletableFuture<String>();
    link.isElsewhere(
        () -> List.of(CompletableFuture.failedFuture(new RedisException("down")), slow));
    answers(notSent());
    answers.add(CompletableFuture.completedFuture(DONE));
    var caller = new Thread(() -> connection.run(PATIENT, Script.FIND, KEY));
    caller.start();

    await().until(() -> caller.getState() == Thread.State.TIMED_WAITING || !caller.isAlive());
    assertThat(link.sent()).containsExactly("evalsha");
    slow.complete("reached");
    caller.join();

    assertThat(link.sent()).containsExactly("evalsha", "eval");
  }

  @Test
  void aNodeThatDoesNotAnswerShouldNotBeWaitedForLongerThanACommandMayTake() {
    connection.opened(PATIENT);
    link.isElsewhere(() -> List.of(new CompletableFuture<>()));
    answers(notSent());
    answers.add(CompletableFuture.completedFuture(DONE));
    assertThat(connection.run(HASTY, Script.FIND, KEY)).isEqualTo(DONE);
  }

  /** Lettuce would send it later, when its caller no longer waits. */
  @Test
  void aScriptThatIsNotAnsweredInTimeShouldBeGivenUp() {
    connection.opened(PATIENT);
    var first = new CompletableFuture<List<Object>>();
    answers.add(first);
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> connection.run(HASTY, Script.FIND, KEY))
        .withMessageContaining("did not answer in time")
        .matches(ServiceUnavailableException::isRetryable);
    assertThat(first).isCancelled();

    answers(refusal("NOSCRIPT No matching script. Please use EVAL."));
    var second = new CompletableFuture<List<Object>>();
    answers.add(second);
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> connection.run(HASTY, Script.FIND, KEY))
        .withMessageContaining("did not answer in time");
    assertThat(second).isCancelled();
  }

  @Test
  void aCallThatIsInterruptedShouldStaySo() {
    connection.opened(PATIENT);
    answers.add(new CompletableFuture<>());
    var sent = connection.send(PATIENT, Script.FIND, KEY);
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(sent::await)
        .withMessageContaining("was interrupted")
        .matches(ServiceUnavailableException::isRetryable);
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
  }

  @Test
  void aCommandThatCannotEvenBeSentShouldBeATypedError() {
    link.answers(
        command -> {
          throw new RedisException("Connection is closed");
        });
    isUnavailable("cannot be reached, or closed the connection");
  }

  @Test
  void aConnectionToAReplicaShouldBeClosedAndReplacedOnce() {
    connection.opened(PATIENT);
    answers(refusal("READONLY You can't write against a read only replica."));
    answers(refusal("READONLY You can't write against a read only replica."));
    var early = connection.send(PATIENT, Script.FIND, KEY);
    var late = connection.send(PATIENT, Script.FIND, KEY);
    var second = new Link();
    access.opens(second::opened);

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(early::await)
        .withMessageContaining("read-only replica")
        .matches(ServiceUnavailableException::isRetryable);
    assertThat(link.closings()).isEqualTo(1);
    assertThat(connection.opened(PATIENT)).isSameAs(second.opened());
    assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(late::await);

    assertThat(second.closings()).as("it was not what was refused").isZero();
    assertThat(connection.opened(PATIENT)).isSameAs(second.opened());
    assertThat(access.openings()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"OOM no memory", "MASTERDOWN no master", "LOADING data", "MOVED 1 x"})
  void aConnectionShouldBeKeptAfterAnyOtherRefusal(String message) {
    answers(refusal(message));
    isUnavailable("");
    connection.opened(PATIENT);
    assertThat(link.closings()).isZero();
    assertThat(access.openings()).isEqualTo(1);
  }
}
