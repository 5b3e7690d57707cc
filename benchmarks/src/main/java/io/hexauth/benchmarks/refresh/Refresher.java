// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.refresh;

/** One way to refresh one grant again and again. */
interface Refresher extends AutoCloseable {

  /** {@return what it is called in reports} */
  String title();

  /** {@return the new access token, once it is stored} */
  String refresh() throws Exception;

  @Override
  void close();
}
