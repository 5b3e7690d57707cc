// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture.settings;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Method of a builder or an immutable configuration that returns the builder or a changed copy.
 *
 * @param method the method
 */
record Setter(Method method) {

  /** {@return the setters of a type, in a fixed order} */
  static List<Setter> of(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getReturnType() == type && !method.isBridge())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .sorted(Comparator.comparing(Method::toString))
        .map(Setter::new)
        .toList();
  }

  Object on(Object target) {
    try {
      return method.invoke(target, Arguments.of(method));
    } catch (InvocationTargetException e) {
      throw new AssertionError("The sample arguments of " + this + " are refused", e.getCause());
    } catch (IllegalAccessException e) {
      throw new LinkageError("Cannot call " + this, e);
    }
  }

  @Override
  public String toString() {
    return method.getDeclaringClass().getSimpleName()
        + "."
        + method.getName()
        + Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName).toList();
  }
}
