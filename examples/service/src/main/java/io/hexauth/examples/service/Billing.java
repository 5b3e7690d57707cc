// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.service;

import feign.RequestLine;

/** The API, as any Feign user would declare it. */
interface Billing {

  @RequestLine("GET /read")
  String invoices();
}
