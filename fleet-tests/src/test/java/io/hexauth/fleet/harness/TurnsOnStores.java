// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.harness;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/** Locks each row's stores: all rows on a store share one fleet, and each changes what it does. */
final class TurnsOnStores implements ResourceLocksProvider {

  @Override
  public Set<Lock> provideForMethod(
      List<Class<?>> enclosingInstanceTypes, Class<?> testClass, Method testMethod) {
    return RowExtension.kinds(testMethod)
        .map(kind -> new Lock("fleet on " + kind))
        .collect(Collectors.toSet());
  }
}
