// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.service;

import feign.RequestLine;

/** The protected API, as an ordinary Feign interface. */
interface Billing {

  @RequestLine("GET /read")
  String invoices();
}
