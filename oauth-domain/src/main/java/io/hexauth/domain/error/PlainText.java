// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import java.util.stream.Collectors;

/** Text of a server, cut down to what may stand in a log line: printable ASCII, bounded. */
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
