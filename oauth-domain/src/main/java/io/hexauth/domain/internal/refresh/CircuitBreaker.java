// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import java.time.Duration;
import java.util.Optional;

/**
 * Circuit breaker: decides whether requests are sent to a server. It is closed while the server
 * answers. After a number of failures in a row, it opens for some time, and no request is sent.
 * Then it is half open: one request is sent to find out whether the server answers again. {@link
 * Evidence} decides which results count as failures. Times are values of {@code nanoTime}, compared
 * by difference.
 *
 * @param threshold the number of failures in a row that opens the circuit; positive
 * @param failures the number of failures in a row
 * @param openUntil the time of the next attempt; empty while the circuit is closed
 * @param probing true while the single request of the half-open state is in progress
 */
public record CircuitBreaker(
    int threshold, int failures, Optional<Long> openUntil, boolean probing) {

  /** Longest time for which a server can ask that the circuit stays open. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** {@return a closed circuit without failures} */
  public static CircuitBreaker closed(int threshold) {
    return new CircuitBreaker(threshold, 0, Optional.empty(), false);
  }

  /** {@return the time for which no request is sent; empty if a request may be sent now} */
  public Optional<Duration> closedFor(long now) {
    return openUntil.flatMap(
        until -> {
          if (until - now > 0) {
            return Optional.of(Duration.ofNanos(until - now));
          }
          return probing ? Optional.of(Duration.ofSeconds(1)) : Optional.empty();
        });
  }

  /** {@return the circuit after a request was sent} */
  public CircuitBreaker entered() {
    return openUntil.isPresent() ? new CircuitBreaker(threshold, failures, openUntil, true) : this;
  }

  /**
   * {@return the circuit after the result of a request}
   *
   * @param proved the conclusion about the server
   * @param asked the pause that the server asked for; zero if it asked for none
   * @param now the current time
   * @param jitter a number from 0, inclusive, to 1, exclusive
   */
  public CircuitBreaker after(Evidence.Server proved, Duration asked, long now, double jitter) {
    return switch (proved) {
      case UNKNOWN -> new CircuitBreaker(threshold, failures, openUntil, false);
      case ANSWERS -> closed(threshold);
      case FAILS -> failed(asked, now, jitter);
    };
  }

  private CircuitBreaker failed(Duration asked, long now, double jitter) {
    Optional<Long> open = openUntil.filter(until -> until - now > 0);
    if (open.isPresent()) {
      // This request was sent before the circuit opened. Its failure is no reason for a longer
      // pause.
      long pause = Math.max(open.get() - now, atMost(asked).toNanos());
      return new CircuitBreaker(threshold, failures, Optional.of(now + pause), false);
    }
    int more = failures + 1;
    if (more < threshold) {
      return new CircuitBreaker(threshold, more, Optional.empty(), false);
    }
    Duration backOff = FailureRecord.backOff(more - threshold, jitter);
    Duration pause = atMost(asked.compareTo(backOff) > 0 ? asked : backOff);
    return new CircuitBreaker(threshold, more, Optional.of(now + pause.toNanos()), false);
  }

  private static Duration atMost(Duration pause) {
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }
}
