// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.json;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Size of a value as JSON in UTF-8. Counting ends soon after a limit is exceeded, so that even a
 * value that contains itself has a size.
 *
 * @param bytes the number of bytes of the text, without white space
 * @param values the number of values, including containers
 */
public record JsonSize(long bytes, long values) {

  /** Bytes of the two quotes around a text. */
  private static final int QUOTES = 2;

  private static final int LITERAL = 5;

  /**
   * Size of an empty object. Most tokens have no additional members, so this is the most common
   * value.
   */
  private static final JsonSize EMPTY_OBJECT = new JsonSize(2, 1);

  /** Placeholder for null, which a queue does not accept. Its JSON text is at least as long. */
  private static final Object ABSENT = false;

  /** {@return the size of a text, with its quotes and escapes} */
  public static long of(String text) {
    long bytes = QUOTES;
    for (int i = 0; i < text.length(); i++) {
      bytes += bytes(text.charAt(i));
    }
    return bytes;
  }

  private static int bytes(char c) {
    if (c < 0x20) {
      return 6; // a Unicode escape
    }
    if (c == '"' || c == '\\') {
      return 2;
    }
    if (c < 0x80) {
      return 1;
    }
    return c < 0x800 ? 2 : 3; // half of a surrogate pair, which has 4 bytes in total, counts 2
  }

  /**
   * {@return the size of a JSON value; counting ends soon after one of the limits is exceeded}
   *
   * @param value a {@code String}, {@code Number}, {@code Boolean}, {@code Iterable}, {@code Map}
   *     or {@code null}; any other object counts as its text
   * @param mostBytes the limit on bytes
   * @param mostValues the limit on values
   */
  public static JsonSize of(@Nullable Object value, long mostBytes, long mostValues) {
    if (value instanceof Map<?, ?> members && members.isEmpty()) {
      return EMPTY_OBJECT;
    }
    // No recursion, because the depth of the value is not limited here.
    Deque<Object> left = new ArrayDeque<>();
    push(left, value);
    long bytes = 0;
    long values = 0;
    while (!left.isEmpty() && bytes <= mostBytes && values <= mostValues) {
      Object next = left.pop();
      values++;
      if (next instanceof Map<?, ?> members) {
        bytes += 2;
        for (Map.Entry<?, ?> member : members.entrySet()) {
          bytes += of(String.valueOf(member.getKey())) + 2;
          push(left, member.getValue());
        }
      } else if (next instanceof Iterable<?> list) {
        bytes += 2;
        for (Object element : list) {
          bytes++;
          push(left, element);
        }
      } else {
        bytes += scalar(next);
      }
    }
    return new JsonSize(bytes, values);
  }

  private static void push(Deque<Object> left, @Nullable Object value) {
    left.push(value == null ? ABSENT : value);
  }

  private static long scalar(Object value) {
    if (value instanceof Boolean) {
      return LITERAL;
    }
    return value instanceof Number ? value.toString().length() : of(value.toString());
  }
}
