// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.smallest;

import feign.RequestLine;

/** The protected API. */
public interface Billing {

  /** {@return the invoices, unparsed} */
  @RequestLine("GET /api")
  String invoices();
}
