// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Parsed JSON object with its members in order. Mutable; not safe for use by multiple threads.
 *
 * @param members the members by name; values as {@link Json} reads them, and {@code Map} for an
 *     object
 */
record JsonObject(Map<String, Object> members) {

  JsonObject() {
    this(new LinkedHashMap<>());
  }

  /** {@return the members without the given ones, in order} */
  Map<String, Object> without(Set<String> names) {
    var others = new LinkedHashMap<String, Object>();
    members.forEach(
        (name, value) -> {
          if (!names.contains(name)) {
            others.put(name, value);
          }
        });
    return others;
  }

  /**
   * {@return the text; empty if the member is missing}
   *
   * @throws IllegalArgumentException if the member has another type, because damage must not count
   *     as absence
   */
  Optional<String> text(String name) {
    return optional(name, String.class, "a string");
  }

  /**
   * {@return the text}
   *
   * @throws IllegalArgumentException if the member is missing or has another type
   */
  String required(String name) {
    return text(name).orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
  }

  /**
   * {@return the whole number; 0 if the member is missing}
   *
   * @throws IllegalArgumentException if the member has another type
   */
  long number(String name) {
    Object value = members.getOrDefault(name, 0L);
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw new IllegalArgumentException(name + " is not a whole number");
  }

  /**
   * {@return the object; an empty one if the member is missing}
   *
   * @throws IllegalArgumentException if the member has another type
   */
  JsonObject object(String name) {
    return optional(name, JsonObject.class, "an object").orElseGet(JsonObject::new);
  }

  /**
   * {@return true if the member is true; false if it is missing}
   *
   * @throws IllegalArgumentException if the member is neither true nor false
   */
  boolean isTrue(String name) {
    return optional(name, Boolean.class, "true or false").orElse(false);
  }

  private <T> Optional<T> optional(String name, Class<T> type, String kind) {
    Object value = members.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(name + " is not " + kind);
    }
    return Optional.of(type.cast(value));
  }

  /**
   * {@return the elements after conversion; none if the member is missing}
   *
   * @throws IllegalArgumentException if the member is not a list, or if an element has another type
   */
  <T, R> List<R> list(String name, Class<T> type, Function<T, R> read) {
    var elements = new ArrayList<R>();
    if (!(members.getOrDefault(name, List.of()) instanceof List<?> list)) {
      throw new IllegalArgumentException(name + " is not a list");
    }
    for (Object element : list) {
      if (!type.isInstance(element)) {
        throw new IllegalArgumentException(name + " has an element of another type");
      }
      elements.add(read.apply(type.cast(element)));
    }
    return elements;
  }

  /** Converts the values to types of the JDK, and removes {@code null}. */
  Map<String, Object> plain() {
    members.values().removeIf(value -> value == JsonNull.NULL);
    members.replaceAll((name, value) -> plain(value));
    return members;
  }

  private static Object plain(Object value) {
    if (value instanceof JsonObject object) {
      return object.plain();
    }
    if (value instanceof List<?> list) {
      List<Object> values = new ArrayList<>();
      for (Object element : list) {
        if (element != JsonNull.NULL) {
          values.add(plain(element));
        }
      }
      return values;
    }
    return value;
  }
}
