// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.client.internal;

import feign.Client;
import feign.Request;
import feign.Response;
import io.hexauth.ports.api.ApiAuthorization;
import io.hexauth.ports.api.Recovery;
import java.io.IOException;

/**
 * Feign client that adds a token to each request. If the API rejects the token, the client sends
 * the request once more with another token.
 */
public final class AuthorizedClient implements Client {

  private final Client delegate;
  private final Authorizer authorizer;

  /** Creates a client that sends requests with {@code delegate}. */
  public AuthorizedClient(Client delegate, Authorizer authorizer) {
    this.delegate = delegate;
    this.authorizer = authorizer;
  }

  @Override
  public Response execute(Request request, Request.Options options) throws IOException {
    AuthorizedCall call = authorizer.call(request);
    return execute(call, call.authorize(), authorizer.withoutRedirects(options));
  }

  /** Sends the request, and calls itself to send it again. The session prevents a third attempt. */
  private Response execute(AuthorizedCall call, ApiAuthorization with, Request.Options options)
      throws IOException {
    Response response = delegate.execute(call.with(with), options);
    Recovery recovery;
    try {
      recovery = call.recover(with, response);
      if (recovery.refusal().isPresent()) {
        throw recovery.refusal().get();
      }
    } catch (RuntimeException e) {
      response.close();
      throw e;
    }
    if (recovery.again().isEmpty()) {
      return call.withoutToken(with, response);
    }
    response.close();
    return execute(call, recovery.again().get(), options);
  }
}
