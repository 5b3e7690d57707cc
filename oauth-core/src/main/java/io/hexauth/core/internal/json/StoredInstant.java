// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Parser of instants in the form of {@link Instant#toString}. {@link Instant#parse} can read them
 * too, but allocates 2.5 kB for each.
 */
final class StoredInstant {

  /** Form without a fraction of the second, such as {@code 2026-11-21T23:05:00Z}. */
  private static final String FORM = "0000-00-00T00:00:00Z";

  private static final int FRACTION = FORM.length() - 1;
  private static final int NANO_DIGITS = 9;

  private StoredInstant() {}

  /**
   * {@return the instant of this text}
   *
   * @throws DateTimeException if the text is not an instant
   */
  static Instant parse(String text) {
    return isUsual(text) ? usual(text) : Instant.parse(text);
  }

  /**
   * Returns true for the usual form: a year with four digits, no leap second, and no 24 o'clock.
   */
  private static boolean isUsual(String text) {
    int last = text.length() - 1;
    if (last < FRACTION || last > FRACTION + 1 + NANO_DIGITS || last == FRACTION + 1) {
      return false;
    }
    for (int i = 0; i <= last; i++) {
      char expected = i == last ? 'Z' : i < FRACTION ? FORM.charAt(i) : i == FRACTION ? '.' : '0';
      char c = text.charAt(i);
      boolean fits = expected == '0' ? c >= '0' && c <= '9' : c == expected;
      if (!fits) {
        return false;
      }
    }
    return number(text, 11, 13) < 24 && number(text, 17, 19) < 60;
  }

  private static Instant usual(String text) {
    int nanos = 0;
    for (int i = FRACTION + 1; i <= FRACTION + NANO_DIGITS; i++) {
      nanos = 10 * nanos + (i < text.length() - 1 ? text.charAt(i) - '0' : 0);
    }
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19),
            nanos)
        .toInstant(ZoneOffset.UTC);
  }

  private static int number(String text, int begin, int end) {
    return Integer.parseInt(text, begin, end, 10);
  }
}
