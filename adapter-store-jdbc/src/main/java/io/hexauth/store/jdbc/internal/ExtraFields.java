// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import java.util.Map;
import java.util.TreeMap;

/**
 * Text of the column {@code extra}, which holds fields without a column. For each field: its name,
 * a colon, the length of its value in Unicode characters, a colon, and the value. Nothing is
 * escaped, and nothing separates two fields.
 */
final class ExtraFields {

  private ExtraFields() {}

  static String write(Map<String, String> fields) {
    StringBuilder text = new StringBuilder();
    fields.forEach(
        (name, value) -> {
          int length = value.codePointCount(0, value.length());
          text.append(name).append(':').append(length).append(':').append(value);
        });
    return text.toString();
  }

  /**
   * Reads a text that {@link #write} returned.
   *
   * @throws IllegalArgumentException if the text has another format
   */
  static Map<String, String> read(String text) {
    Map<String, String> fields = new TreeMap<>();
    try {
      for (int at = 0; at < text.length(); ) {
        int name = text.indexOf(':', at);
        int length = text.indexOf(':', name + 1);
        int end = text.offsetByCodePoints(length + 1, number(text.substring(name + 1, length)));
        if (fields.put(text.substring(at, name), text.substring(length + 1, end)) != null) {
          throw new IllegalArgumentException("A name appears twice");
        }
        at = end;
      }
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("A field is incomplete", e);
    }
    return fields;
  }

  private static int number(String digits) {
    int number = Integer.parseInt(digits);
    if (number < 1) {
      throw new IllegalArgumentException("A value has no length");
    }
    return number;
  }
}
