// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.guice;

import com.google.inject.Binder;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Stage;
import com.google.inject.util.Modules;

/**
 * Factory of injectors with the strictest settings of Guice: production stage, explicit bindings,
 * exact binding annotations, {@code @Inject} on constructors, no circular proxies. Modules that
 * work in such an injector work in every injector.
 *
 * <p>Stateless and safe for use by multiple threads.
 */
public final class StrictInjector {

  private StrictInjector() {}

  /**
   * {@return an injector of these modules}
   *
   * @throws com.google.inject.CreationException if a module violates one of these settings
   */
  public static Injector create(Module... modules) {
    return Guice.createInjector(
        Stage.PRODUCTION, StrictInjector::beStrict, Modules.combine(modules));
  }

  private static void beStrict(Binder binder) {
    binder.requireExplicitBindings();
    binder.requireExactBindingAnnotations();
    binder.requireAtInjectOnConstructors();
    binder.disableCircularProxies();
  }
}
