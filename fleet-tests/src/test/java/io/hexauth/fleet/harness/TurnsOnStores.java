// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.harness;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/**
 * Locks the stores of each row, because all rows of a store share one fleet and change its
 * behaviour.
 */
final class TurnsOnStores implements ResourceLocksProvider {

  @Override
  public Set<Lock> provideForMethod(
      List<Class<?>> enclosingInstanceTypes, Class<?> testClass, Method testMethod) {
    return RowExtension.kinds(testMethod)
        .map(kind -> new Lock("fleet on " + kind))
        .collect(Collectors.toSet());
  }
}
