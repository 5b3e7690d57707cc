// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.refresh;

/** One of the compared variants. It refreshes the same grant repeatedly. */
interface Refresher extends AutoCloseable {

  /** {@return the name of this variant in reports} */
  String title();

  /** {@return the new access token, after it was stored} */
  String refresh() throws Exception;

  @Override
  void close();
}
