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
 * A row of the fault catalogue. Its method receives a {@link Fleet}. In the normal build, it runs
 * on one store, and with {@code -Pfaults} on each store. Rows on different stores run at the same
 * time.
 */
@TestTemplate
@ExtendWith(RowExtension.class)
@ResourceLock(providers = TurnsOnStores.class)
@Target(METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Row {

  /** {@return the id in the catalogue} */
  String value();

  /** {@return the store of the normal build} */
  SharedStore.Kind on();

  /** {@return true if the row is about this store only} */
  boolean only() default false;
}
