// SPDX-License-Identifier: Apache-2.0
package io.hexauth.documentation;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole test class of a page, with one instance for each of its tests. */
final class TestClass {

  private static final Pattern NAME = Pattern.compile("(?m)^class (\\w+)");

  private final Block block;

  TestClass(Block block) {
    this.block = block;
  }

  /** Runs its tests, of which there must be at least one. */
  void run(Path folder) throws IOException, ReflectiveOperationException {
    Matcher name = NAME.matcher(block.text());
    if (!name.find()) {
      throw new AssertionError(block + " has no class");
    }
    Path source = folder.resolve(name.group(1) + ".java");
    block.compile(Files.writeString(source, block.text()), folder);
    try (var loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, TestClass.class.getClassLoader())) {
      Class<?> type = loader.loadClass(name.group(1));
      List<Method> tests = methods(type, Test.class);
      if (tests.isEmpty()) {
        throw new AssertionError(block + " has no test");
      }
      for (Method test : tests) {
        run(type, test);
      }
    }
  }

  private void run(Class<?> type, Method test) throws ReflectiveOperationException {
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    Object instance = constructor.newInstance();
    try {
      test.invoke(instance);
    } catch (InvocationTargetException e) {
      throw new AssertionError(block + ", " + test.getName() + " fails", e.getCause());
    } finally {
      for (Method after : methods(type, AfterEach.class)) {
        after.invoke(instance);
      }
    }
  }

  private static List<Method> methods(Class<?> type, Class<? extends Annotation> kind) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(kind))
        .peek(method -> method.setAccessible(true))
        .toList();
  }
}
