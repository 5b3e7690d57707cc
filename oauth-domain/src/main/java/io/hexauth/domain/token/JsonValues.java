// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.token;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Copies values that can be stored as JSON, and refuses all others. */
final class JsonValues {

  private static final int DEEPEST = 64;
  private static final int LONGEST_NUMBER = 1000;

  private static final Set<Class<?>> WHOLE =
      Set.of(Byte.class, Short.class, Integer.class, Long.class);
  private static final Set<Class<?>> LONG = Set.of(BigInteger.class, BigDecimal.class);

  private JsonValues() {}

  /**
   * {@return an immutable copy, in the same order}
   *
   * @throws IllegalArgumentException if a value at any depth is not of a type that {@link
   *     OAuthToken#additional()} names; the message contains the name of the member, but never its
   *     value
   */
  static Map<String, Object> copyOf(Map<String, ?> members) {
    if (members.isEmpty()) {
      return Map.of();
    }
    var copy = new LinkedHashMap<String, Object>();
    members.forEach((name, value) -> copy.put(name, value(name, value, DEEPEST)));
    return Collections.unmodifiableMap(copy);
  }

  private static Object value(String member, Object value, int depth) {
    if (depth > 0 && value instanceof Map<?, ?> object) {
      var copy = new LinkedHashMap<String, Object>();
      object.forEach((name, v) -> copy.put(String.valueOf(name), value(member, v, depth - 1)));
      return Collections.unmodifiableMap(copy);
    }
    if (depth > 0 && value instanceof List<?> list) {
      var copy = new ArrayList<Object>(list.size());
      list.forEach(element -> copy.add(value(member, element, depth - 1)));
      return Collections.unmodifiableList(copy);
    }
    if (value instanceof String || value instanceof Boolean || isNumber(value)) {
      return value;
    }
    throw new IllegalArgumentException(
        "Additional member '" + member + "' is not a JSON value, or is nested too deeply");
  }

  private static boolean isNumber(Object value) {
    return value instanceof Number number
        && (WHOLE.contains(number.getClass())
            || (number instanceof Double binary && Double.isFinite(binary))
            || (number instanceof Float binary && Float.isFinite(binary))
            || (LONG.contains(number.getClass()) && number.toString().length() <= LONGEST_NUMBER));
  }
}
