// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.http;

/** Normal behaviour of an endpoint. Implementations must be safe for multiple threads. */
@FunctionalInterface
public interface Handler {

  /** {@return the answer to this request} */
  Reply handle(ReceivedRequest request);
}
