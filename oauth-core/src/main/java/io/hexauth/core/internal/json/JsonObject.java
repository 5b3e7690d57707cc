// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON object, its members in their order. Mutable while it is made; not safe for use by multiple
 * threads then.
 *
 * @param members by name; values as {@link Json} reads them, and {@code Map} for an object
 */
record JsonObject(Map<String, Object> members) {

  JsonObject() {
    this(new LinkedHashMap<>());
  }

  /** Starts with members that are only carried along. */
  static JsonObject of(Map<String, Object> members) {
    return new JsonObject(new LinkedHashMap<>(members));
  }

  JsonObject put(String name, Object value) {
    members.put(name, value);
    return this;
  }

  /** Puts the value, if there is one. */
  JsonObject put(String name, Optional<?> optional) {
    optional.ifPresent(value -> members.put(name, value));
    return this;
  }

  /** {@return the members but these, in their order} */
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

  /** {@return the text; empty if the member is missing or something else} */
  Optional<String> text(String name) {
    return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /**
   * {@return the text}
   *
   * @throws IllegalArgumentException if the member is missing or something else
   */
  String required(String name) {
    return text(name).orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
  }

  /**
   * {@return the whole number; 0 if the member is missing}
   *
   * @throws IllegalArgumentException if it is something else
   */
  long number(String name) {
    Object value = members.getOrDefault(name, 0L);
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw new IllegalArgumentException(name + " is not a whole number");
  }

  /** {@return the object; an empty one if the member is missing or something else} */
  JsonObject object(String name) {
    return members.get(name) instanceof JsonObject object ? object : new JsonObject();
  }

  /**
   * {@return the elements; none if the member is missing}
   *
   * @throws IllegalArgumentException if it is something else, or an element is not of this type
   */
  <T> List<T> list(String name, Class<T> type) {
    var elements = new ArrayList<T>();
    if (!(members.getOrDefault(name, List.of()) instanceof List<?> list)) {
      throw new IllegalArgumentException(name + " is not a list");
    }
    for (Object element : list) {
      if (!type.isInstance(element)) {
        throw new IllegalArgumentException(name + " has an element of another type");
      }
      elements.add(type.cast(element));
    }
    return elements;
  }

  /** {@return plain values, without any of our types; what is {@code null} is absent} */
  Map<String, Object> plain() {
    var plain = new LinkedHashMap<String, Object>();
    members.forEach(
        (name, value) -> {
          if (value != JsonNull.NULL) {
            plain.put(name, plain(value));
          }
        });
    return plain;
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
