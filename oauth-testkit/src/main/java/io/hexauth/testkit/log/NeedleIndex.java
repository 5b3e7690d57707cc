// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.log;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Index that finds thousands of values in a long text in one pass: the first eight characters at a
 * position select the values to compare. Safe for use by multiple threads.
 */
final class NeedleIndex {

  private static final int HEAD = 8;

  /** One form of a secret, and the name of the secret. */
  private record Needle(String form, String name) {}

  private final Map<Long, List<Needle>> byHead = new ConcurrentHashMap<>();

  void add(String secret, String name) {
    Needles.of(secret).stream()
        .filter(form -> form.length() >= HEAD)
        .forEach(
            form ->
                byHead
                    .computeIfAbsent(head(form), h -> new CopyOnWriteArrayList<>())
                    .add(new Needle(form, name)));
  }

  private static long head(String text) {
    long head = 0;
    for (int i = 0; i < HEAD; i++) {
      head = next(head, text.charAt(i));
    }
    return head;
  }

  /** {@return the low bytes of the last eight characters, after one more character} */
  private static long next(long head, char c) {
    return (head << 8) | (c & 0xFF);
  }

  List<String> findIn(String text) {
    var found = new TreeSet<String>();
    long head = 0;
    for (int i = 0; i < text.length(); i++) {
      head = next(head, text.charAt(i));
      int start = i - HEAD + 1;
      List<Needle> candidates = start < 0 ? List.of() : byHead.getOrDefault(head, List.of());
      for (Needle needle : candidates) {
        if (text.startsWith(needle.form(), start)) {
          found.add(needle.name());
        }
      }
    }
    return List.copyOf(found);
  }
}
