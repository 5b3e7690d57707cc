// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.UnreadableRecordException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.internal.ExceptionFactory;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each error code of Redis that refuses a command, as Lettuce reads it, at each place of a message.
 */
class FailuresTest {

  private static final Map<String, String> PASSING =
      Map.of(
          "READONLY", "read-only replica",
          "OOM", "out of memory",
          "BUSY", "busy with a script",
          "LOADING", "loading its data",
          "MASTERDOWN", "lost its master",
          "CLUSTERDOWN", "does not serve all slots",
          "TRYAGAIN", "the slot is moving",
          "MOVED", "the slot has moved",
          "MISCONF", "cannot write its snapshot",
          "NOREPLICAS", "too few replicas");

  private static final Map<String, String> LASTING =
      Map.of(
          "NOAUTH", "requires a password",
          "WRONGPASS", "rejects the password",
          "NOPERM", "user lacks a permission",
          "The user executing the script can't", "user lacks a permission");

  /** Places of the code: at the start, or after the prefix of a refused script. */
  private static final List<String> PLACES =
      List.of(
          "%s k3y-0f-s0meb0dy",
          "ERR %s k3y-0f-s0meb0dy script: 5b04, on @user_script:5.",
          "ERR Error running script: %s k3y-0f-s0meb0dy",
          "x: -%s k3y");

  static Stream<Arguments> refusals() {
    return Stream.concat(
            PASSING.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue(), true)),
            LASTING.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue(), false)))
        .flatMap(
            refusal -> {
              Object[] of = refusal.get();
              return PLACES.stream()
                  .map(place -> Arguments.of(place.formatted(of[0]), of[1], of[2]));
            });
  }

  /** A code that is added there must be added here. */
  @Test
  void listsShouldHaveEveryCode() {
    assertThat(Failures.REFUSALS.keySet()).containsExactlyInAnyOrderElementsOf(PASSING.keySet());
    assertThat(Failures.FORBIDDEN.keySet()).containsExactlyInAnyOrderElementsOf(LASTING.keySet());
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusalShouldBeToldInOurWordsAndSayWhetherTryingAgainHelps(
      String message, String problem, boolean retryable) {
    Exception thrown = ExceptionFactory.createExecutionException(message);
    for (Throwable wrapped :
        List.of(thrown, new ExecutionException(thrown), new CompletionException(thrown))) {
      OAuthException told = Failures.of(wrapped);
      assertThat(told)
          .isInstanceOf(ServiceUnavailableException.class)
          .hasMessageStartingWith("Client registration 'all registrations': the store: ")
          .hasMessageContaining(problem)
          .message()
          .doesNotContain("k3y");
      var unavailable = (ServiceUnavailableException) told;
      assertThat(unavailable.isRetryable()).isEqualTo(retryable);
      assertThat(unavailable.service()).isEqualTo(Service.STORE);
      assertThat(unavailable.getCause()).as("what the server wrote").isNull();
    }
  }

  @Test
  void refusalShouldBeRetryableWhenItsCodeIsNotKnown() {
    var told =
        (ServiceUnavailableException)
            Failures.of(ExceptionFactory.createExecutionException("WHATEVER k3y"));
    assertThat(told).hasMessageContaining("Redis refused the command");
    assertThat(told.isRetryable()).isTrue();
  }

  @Test
  void onlyAReplicasRefusalShouldBeReadOnly() {
    Stream.concat(PASSING.keySet().stream(), LASTING.keySet().stream())
        .forEach(
            code -> {
              Exception thrown = ExceptionFactory.createExecutionException(code + " x");
              assertThat(Failures.isReadOnly(new ExecutionException(thrown)))
                  .as(code)
                  .isEqualTo(code.equals("READONLY"));
            });
  }

  /** Timeouts of Hexauth, and of the client. */
  static Stream<Exception> timeouts() {
    return Stream.of(
        new TimeoutException(), new RedisCommandTimeoutException("Command timed out after 1 s"));
  }

  @ParameterizedTest
  @MethodSource("timeouts")
  void aTimeoutShouldBeToldAsOneAndKept(Exception timeout) {
    isPassing(timeout, "it did not answer in time", timeout);
    isPassing(new ExecutionException(timeout), "it did not answer in time", timeout);
  }

  static Stream<Throwable> losses() {
    return Stream.of(
        new RedisException("Connection closed"),
        new RedisConnectionException("Unable to connect", new IOException("refused")),
        new IOException("Connection reset by peer"),
        new CancellationException(),
        new NoClassDefFoundError("a codec"));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void aLostConnectionShouldBeToldAsOneAndKept(Throwable lost) {
    isPassing(lost, "it cannot be reached, or closed the connection", lost);
    isPassing(
        new CompletionException(new ExecutionException(lost)),
        "it cannot be reached, or closed the connection",
        lost);
  }

  private static void isPassing(Throwable thrown, String problem, Throwable cause) {
    var told = (ServiceUnavailableException) Failures.of(thrown);
    assertThat(told).hasMessageContaining(problem);
    assertThat(told.isRetryable()).isTrue();
    assertThat(told.service()).isEqualTo(Service.STORE);
    assertThat(told.getCause()).isSameAs(cause);
  }

  /** A refused password makes the opening fail, and is a cause of Lettuce's exception. */
  @Test
  void aRefusalShouldBeFoundHoweverDeepItIs() {
    Exception refusal = ExceptionFactory.createExecutionException("WRONGPASS k3y");
    var told =
        (ServiceUnavailableException)
            Failures.of(
                new CompletionException(
                    new RedisConnectionException(
                        "Unable to connect", new IllegalStateException(refusal))));
    assertThat(told).hasMessageContaining("rejects the password").hasNoCause();
    assertThat(told.isRetryable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BUSYKEY k3y",
        "BUSYGROUP k3y",
        "OOMS k3y",
        "LOADING",
        "an OOM k3y",
        "NOAUTHS k3y"
      })
  void aWordThatOnlyLooksLikeACodeShouldBeARefusalThatIsNotKnown(String message) {
    var told =
        (ServiceUnavailableException)
            Failures.of(ExceptionFactory.createExecutionException(message));
    assertThat(told).hasMessageContaining("Redis refused the command").hasNoCause();
    assertThat(told.isRetryable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"WRONGTYPE k3y", "ERR Error running script: WRONGTYPE k3y", "x: -WRONGTYPE k3y"})
  void aKeyThatIsNotAHashShouldBeUnreadable(String message) {
    assertThat(Failures.of(ExceptionFactory.createExecutionException(message)))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("its key is not a hash")
        .hasNoCause();
  }

  @Test
  void ourOwnFailureShouldStayAsItIs() {
    for (OAuthException own :
        List.of(Failures.closed(), Failures.interrupted(), Failures.noThread(new Error()))) {
      assertThat(Failures.of(own)).isSameAs(own);
      assertThat(Failures.of(new ExecutionException(own))).isSameAs(own);
    }
  }

  @Test
  void onlyWhatLettuceHasNotSentShouldBeRejected() {
    var rejected = new RedisException("Currently not connected. Commands are rejected.");
    assertThat(Failures.isRejected(rejected)).isTrue();
    assertThat(Failures.isRejected(new ExecutionException(rejected))).isTrue();
    assertThat(Failures.isRejected(new RedisException("Connection disconnected"))).isFalse();
    assertThat(Failures.isRejected(new RedisException((String) null))).isFalse();
    assertThat(Failures.isReadOnly(new RedisException((String) null))).isFalse();
  }
}
