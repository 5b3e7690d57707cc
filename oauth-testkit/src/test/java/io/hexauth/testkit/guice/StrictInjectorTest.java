// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.Inject;
import com.google.inject.Stage;
import com.google.inject.name.Names;
import org.junit.jupiter.api.Test;

class StrictInjectorTest {

  static final class Annotated {
    @Inject
    Annotated() {}
  }

  static final class Bare {}

  record Named(@com.google.inject.name.Named("a") Bare bare) {
    @Inject
    Named {}
  }

  @Test
  void explicitAnnotatedBindingsShouldWork() {
    var injector = StrictInjector.create(binder -> binder.bind(Annotated.class));
    assertThat(injector.getInstance(Annotated.class)).isNotNull();
    assertThat(injector.getInstance(Stage.class)).isEqualTo(Stage.PRODUCTION);
  }

  @Test
  void whatIsNotBoundShouldNotBeFound() {
    var injector = StrictInjector.create();
    assertThatThrownBy(() -> injector.getInstance(Annotated.class))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void constructorsWithoutInjectShouldBeRefused() {
    assertThatThrownBy(() -> StrictInjector.create(binder -> binder.bind(Bare.class)))
        .isInstanceOf(CreationException.class);
  }

  @Test
  void aBindingWithAnotherAnnotationShouldNotDo() {
    assertThatThrownBy(
            () ->
                StrictInjector.create(
                    binder -> {
                      binder.bind(Named.class);
                      binder
                          .bind(Bare.class)
                          .annotatedWith(Names.named("b"))
                          .toInstance(new Bare());
                    }))
        .isInstanceOf(CreationException.class);
  }
}
