// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.client.internal;

import feign.HeaderMap;
import feign.Param;
import feign.RequestLine;
import feign.Response;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The API that the tests call. */
interface Api {

  @RequestLine("GET /invoices?q={q}")
  Response invoices(@Param("q") String query);

  @RequestLine("POST /pay")
  Response pay(String body);

  @RequestLine("GET /text")
  String text();

  @RequestLine("GET")
  Response at(URI uri);

  @RequestLine("GET /invoices")
  Response with(@HeaderMap Map<String, Object> headers);

  /** The same API for AsyncFeign. */
  interface Async {

    @RequestLine("GET /invoices")
    CompletableFuture<Response> invoices();

    @RequestLine("GET")
    CompletableFuture<Response> at(URI uri);
  }
}
