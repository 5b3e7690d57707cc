// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Parser of the {@code Retry-After} header, which contains seconds or a date.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110.html#section-10.2.3">RFC 9110 §10.2.3</a>
 */
public final class RetryAfter {

  private static final Duration LONGEST = Duration.ofHours(1);

  private RetryAfter() {}

  /**
   * {@return the time to wait from {@code now}, between zero and one hour; empty if the header is
   * malformed}
   */
  public static Optional<Duration> parse(String header, Instant now) {
    String text = header.trim();
    try {
      Duration wait =
          isNumber(text)
              ? Duration.ofSeconds(text.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(text))
              : Duration.between(
                  now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      return Optional.of(clamp(wait));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static Duration clamp(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
