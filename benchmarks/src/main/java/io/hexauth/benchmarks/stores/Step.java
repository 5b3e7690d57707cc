// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.stores;

/** One thing that is done again and again. */
@FunctionalInterface
interface Step {

  /** {@return something that depends on all of the work} */
  Object run() throws Exception;
}
