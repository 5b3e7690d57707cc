// SPDX-License-Identifier: Apache-2.0
package io.hexauth.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parsers of configured texts. An exception message continues after the name of the key, and never
 * shows the text.
 */
final class ConfigText {

  private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,12}) ?(ms|s|m|h|d)");

  private ConfigText() {}

  static boolean flag(String text) {
    return switch (text.strip()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("must be true or false");
    };
  }

  /** Returns the elements of a list, which are separated by commas, white space, or both. */
  static String[] list(String text) {
    return text.strip().split("[\\s,]+");
  }

  /** Parses a duration such as {@code 30s}, or ISO 8601 such as {@code PT30S}. */
  static Duration duration(String text) {
    Matcher matcher = SHORT_DURATION.matcher(text.strip());
    try {
      if (matcher.matches()) {
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        };
      }
      return Duration.parse(text.strip());
    } catch (DateTimeException | ArithmeticException e) {
      // No cause: its message contains the text.
      throw new IllegalArgumentException(
          "must be a duration such as 500ms, 30s, 10m, 1h, 1d or PT30S");
    }
  }

  /** Parses parameters in the form of a URL query: {@code prompt=consent&access_type=offline}. */
  static Map<String, String> parameters(String text) {
    var parameters = new LinkedHashMap<String, String>();
    for (String pair : text.strip().split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("must be name=value pairs, separated by & as in a URL");
      }
      parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
    }
    return parameters;
  }

  private static String decoded(String part) {
    try {
      return URLDecoder.decode(part, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // No cause: its message contains the text.
      throw new IllegalArgumentException(
          "has a percent sign without two hexadecimal digits after it");
    }
  }
}
