// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import java.util.stream.Collectors;

/**
 * Shortens the text of a server to what a log line may contain: a limited number of printable ASCII
 * characters.
 */
final class PlainText {

  private PlainText() {}

  static String of(String text, int limit) {
    return text.codePoints()
        .filter(c -> c >= 0x20 && c < 0x7F)
        .limit(limit)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}
