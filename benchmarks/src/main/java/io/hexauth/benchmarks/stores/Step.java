// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.stores;

/** An operation that a measurement repeats. */
@FunctionalInterface
interface Step {

  /** {@return a value that depends on all work of the operation} */
  Object run() throws Exception;
}
