// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.harness;

import static java.lang.annotation.ElementType.METHOD;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A row of the fault catalogue, run by a {@link Fleet} that the method gets: on one store in the
 * normal build, on each under {@code -Pfaults}. Rows on different stores run side by side.
 */
@TestTemplate
@ExtendWith(RowExtension.class)
@ResourceLock(providers = TurnsOnStores.class)
@Target(METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Row {

  /** {@return its id in the catalogue} */
  String value();

  /** {@return the store of the normal build} */
  SharedStore.Kind on();

  /** {@return whether it says something about this store only} */
  boolean only() default false;
}
