// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks;

import feign.Client;
import feign.Request;
import feign.Response;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The least work that adds a token to a Feign call: it copies the request and adds a prepared
 * header. It does not check the origin of the API, sends the token to redirect targets, and does
 * not send a rejected call again.
 */
record ClientByHand(LeastClient least, Client delegate) implements Client {

  private static final Collection<String> HEADER = List.of("Bearer " + Wiring.TOKEN);

  @Override
  public Response execute(Request request, Request.Options options) throws IOException {
    if (least.token().isEmpty()) {
      throw new IllegalStateException("There is no token");
    }
    Map<String, Collection<String>> headers = new LinkedHashMap<>(request.headers());
    headers.put("Authorization", HEADER);
    Request authorized =
        Request.create(
            request.httpMethod(),
            request.url(),
            headers,
            request.body(),
            request.charset(),
            request.requestTemplate());
    return delegate.execute(authorized, options);
  }
}
