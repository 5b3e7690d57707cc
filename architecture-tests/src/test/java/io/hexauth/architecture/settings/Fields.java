// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture.settings;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All fields of an object, including the fields of objects of Hexauth in it, by path. */
final class Fields {

  private Fields() {}

  static Map<String, @Nullable Object> of(Object object) {
    Map<String, @Nullable Object> values = new TreeMap<>();
    collect("", object, values);
    return values;
  }

  /** {@return the paths at which two objects of the same type differ} */
  static Set<String> changed(
      Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
    Set<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    paths.removeIf(path -> Objects.equals(before.get(path), after.get(path)));
    return paths;
  }

  private static void collect(
      String path, @Nullable Object value, Map<String, @Nullable Object> values) {
    if (value == null || !isOurs(value.getClass())) {
      values.put(path, value);
      return;
    }
    values.put(path, value.getClass());
    for (Class<?> type = value.getClass(); isOurs(type); type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          collect(path + "." + field.getName(), read(field, value), values);
        }
      }
    }
  }

  private static boolean isOurs(Class<?> type) {
    return type.getName().startsWith("io.hexauth.") && !type.isEnum() && !type.isHidden();
  }

  private static @Nullable Object read(Field field, Object owner) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw new LinkageError("Cannot read " + field, e);
    }
  }
}
