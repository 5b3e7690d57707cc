// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.start;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Stage;
import com.google.inject.name.Names;
import java.util.Optional;

/** An application with Guice alone, whose bindings are instances with a name. */
final class GuiceStart implements Start {

  /** Number of bindings that Guice adds: injector, stage and logger. */
  private static final int OF_GUICE = 3;

  private final int bindings;

  GuiceStart(int bindings) {
    this.bindings = bindings;
  }

  @Override
  public int wire() {
    Injector injector =
        Guice.createInjector(
            Stage.PRODUCTION,
            binder -> {
              for (int i = 0; i < bindings - OF_GUICE; i++) {
                binder.bind(Key.get(String.class, Names.named("name-" + i))).toInstance("value");
              }
            });
    injector.getInstance(Key.get(String.class, Names.named("name-0")));
    return injector.getAllBindings().size();
  }

  @Override
  public Optional<String> token() {
    return Optional.empty();
  }
}
