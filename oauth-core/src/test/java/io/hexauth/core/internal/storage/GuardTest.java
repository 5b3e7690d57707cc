// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.core.internal.events.Dispatchers;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.registration.ClientRegistrationId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.sql.SQLTimeoutException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Exceptions for a store or a cipher that throws an exception of its own type. */
class GuardTest {

  private static final String SECRET = "hunter2";

  private final Guard guard = new Guard(Dispatchers.unheard(ClientRegistrationId.of("shop")));

  /** Exception type of a client library. */
  private static final class CommandTimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  static Stream<RuntimeException> timeouts() {
    return Stream.of(
        new CommandTimeoutException(),
        new CompletionException(new TimeoutException(SECRET)),
        new UncheckedIOException(new SocketTimeoutException(SECRET)),
        new UncheckedIOException(new HttpTimeoutException(SECRET)),
        new IllegalStateException(SECRET, new SQLTimeoutException(SECRET)),
        new IllegalStateException(new IllegalStateException(new TimeoutException(SECRET))));
  }

  @ParameterizedTest
  @MethodSource("timeouts")
  void callShouldBeReportedAsNotAnsweredWhenItTimedOut(RuntimeException failure) {
    assertIsReported(failure, "it did not answer in time; try again later");
  }

  static Stream<RuntimeException> failures() {
    var first = new IllegalStateException(SECRET);
    var second = new IllegalArgumentException(SECRET, first);
    first.initCause(second);
    return Stream.of(
        new IllegalStateException("The table " + SECRET + " is missing"),
        new NullPointerException(),
        new UncheckedIOException(new ConnectException(SECRET)),
        new CompletionException(new IOException(SECRET)),
        new RuntimeException("TimeoutException") {},
        first);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void callShouldBeReportedWithTheTypeOfItsExceptionWhenItFailed(RuntimeException failure) {
    assertIsReported(
        failure,
        "the call failed with "
            + failure.getClass().getName()
            + "; see the causes; try again later");
  }

  private void assertIsReported(RuntimeException failure, String problem) {
    assertIsReported(
        Service.STORE, failure, "the store: " + problem, call -> guard.store("find", call));
    assertIsReported(Service.CIPHER, failure, "the token cipher: " + problem, guard::cipher);
  }

  private interface Step {
    Object run(Supplier<Object> call);
  }

  private static void assertIsReported(
      Service service, RuntimeException failure, String message, Step step) {
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(
            () ->
                step.run(
                    () -> {
                      throw failure;
                    }))
        .withMessage("Client registration 'shop': " + message)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(SECRET))
        .satisfies(e -> assertThat(e.service()).isEqualTo(service))
        .satisfies(e -> assertThat(e.isRetryable()).isTrue())
        .satisfies(e -> assertThat(e.getCause()).isSameAs(failure));
  }
}
