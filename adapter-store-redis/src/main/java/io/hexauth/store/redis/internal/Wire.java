// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Conversion of values for scripts: text is UTF-8, an absent value is empty, and a time is a number
 * of microseconds. Scripts add times as doubles, which are exact below 2^53 microseconds, that is
 * until the year 2255.
 */
final class Wire {

  private static final byte[] ABSENT = {};

  /** Limit of durations. It has the effect of no limit, and is far below 2^53 microseconds. */
  private static final Duration LONGEST = Duration.ofDays(100 * 365L);

  /** Largest number of seconds whose microseconds fit into a {@code long}. */
  private static final long FURTHEST_SECONDS = 9_000_000_000_000L;

  private Wire() {}

  static byte[] text(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] text(Optional<String> value) {
    return value.map(Wire::text).orElse(ABSENT);
  }

  static byte[] number(long value) {
    return text(Long.toString(value));
  }

  static byte[] flag(boolean value) {
    return text(value ? "1" : "0");
  }

  /** {@return the duration in microseconds, rounded up so that nothing expires too early} */
  static byte[] micros(Duration duration) {
    Duration most = duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    return number(Math.floorDiv(most.toNanos() + 999, 1000L));
  }

  static byte[] micros(Optional<Duration> duration) {
    return duration.map(Wire::micros).orElse(ABSENT);
  }

  static byte[] instant(Optional<Instant> instant) {
    return instant.map(Wire::instant).orElse(ABSENT);
  }

  private static byte[] instant(Instant instant) {
    long seconds =
        Math.max(-FURTHEST_SECONDS, Math.min(FURTHEST_SECONDS, instant.getEpochSecond()));
    return number(seconds * 1_000_000 + instant.getNano() / 1000);
  }

  static String text(Object value) {
    return new String((byte[]) value, StandardCharsets.UTF_8);
  }

  /** {@return true if the script made its change} */
  static boolean isDone(List<Object> answer) {
    return text(answer.get(0)).equals("1");
  }

  /**
   * Reads the answer of {@code TIME}, or an answer that starts with it: seconds, then microseconds.
   */
  static Instant time(List<?> answer) {
    return Instant.ofEpochSecond(
        Long.parseLong(text(answer.get(0))), Long.parseLong(text(answer.get(1))) * 1000);
  }
}
