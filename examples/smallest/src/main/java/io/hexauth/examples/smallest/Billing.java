// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.smallest;

import feign.RequestLine;

/** The API that is called. */
public interface Billing {

  /** {@return the invoices, as they come} */
  @RequestLine("GET /api")
  String invoices();
}
