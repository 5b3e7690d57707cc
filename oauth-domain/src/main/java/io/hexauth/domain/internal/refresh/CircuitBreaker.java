// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import java.time.Duration;
import java.util.Optional;

/**
 * A circuit breaker: decides whether a server is asked at all. It is closed while the server
 * answers. After a row of failures it is open for a while, and nothing is sent; then half open, and
 * one request finds out. {@link Evidence} decides what counts as a failure. All times are {@code
 * nanoTime}s, compared by difference.
 *
 * @param threshold so many failures in a row open it; positive
 * @param failures in a row
 * @param openUntil when it can be tried again; absent while it is closed
 * @param probing whether the one request is under way
 */
public record CircuitBreaker(
    int threshold, int failures, Optional<Long> openUntil, boolean probing) {

  /** Nothing that a server asks for keeps it open longer than this. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** {@return a circuit that nothing has failed on} */
  public static CircuitBreaker closed(int threshold) {
    return new CircuitBreaker(threshold, 0, Optional.empty(), false);
  }

  /** {@return how long nothing is sent; empty if a request may be sent now} */
  public Optional<Duration> closedFor(long now) {
    return openUntil.flatMap(
        until -> {
          if (until - now > 0) {
            return Optional.of(Duration.ofNanos(until - now));
          }
          return probing ? Optional.of(Duration.ofSeconds(1)) : Optional.empty();
        });
  }

  /** {@return after a request was let through} */
  public CircuitBreaker entered() {
    return openUntil.isPresent() ? new CircuitBreaker(threshold, failures, openUntil, true) : this;
  }

  /**
   * {@return after what a request proved}
   *
   * @param asked how long the server wants to be left alone; zero if it did not say
   * @param jitter from 0, inclusive, to 1, exclusive
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
      // It was on its way when the circuit opened: no news, and no reason for a longer pause.
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
