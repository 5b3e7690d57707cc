// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** All text of a throwable that a log, an error tracker or a debugger can show. */
final class ThrowableText {

  private static final Set<String> SKIPPED =
      Set.of("fillInStackTrace", "getClass", "hashCode", "notify", "notifyAll", "wait");

  private ThrowableText() {}

  static String of(Throwable throwable) {
    var text = new StringWriter();
    throwable.printStackTrace(new PrintWriter(text, true));
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> open = new ArrayDeque<>();
    open.add(throwable);
    while (!open.isEmpty()) {
      Throwable one = open.remove();
      if (seen.add(one)) {
        text.append('\n').append(one.toString()).append('\n').append(getters(one));
        Throwable cause = one.getCause();
        if (cause != null) {
          open.add(cause);
        }
        open.addAll(List.of(one.getSuppressed()));
      }
    }
    return text.toString();
  }

  private static String getters(Throwable throwable) {
    var text = new StringBuilder();
    for (Method method : throwable.getClass().getMethods()) {
      if (method.getParameterCount() == 0
          && method.getReturnType() != void.class
          && !Modifier.isStatic(method.getModifiers())
          && !SKIPPED.contains(method.getName())) {
        text.append(called(method, throwable)).append('\n');
      }
    }
    return text.toString();
  }

  private static String called(Method method, Throwable throwable) {
    try {
      Object value = method.invoke(throwable);
      if (value instanceof byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
      }
      if (value instanceof ByteBuffer buffer) {
        return StandardCharsets.UTF_8.decode(buffer.duplicate()).toString();
      }
      return String.valueOf(value);
    } catch (ReflectiveOperationException | RuntimeException e) {
      // The method is not accessible, or fails in this state.
      return "";
    }
  }
}
