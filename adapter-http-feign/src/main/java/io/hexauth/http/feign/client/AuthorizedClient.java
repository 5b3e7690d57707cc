// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.client;

import feign.Client;
import feign.Request;
import feign.Response;
import java.io.IOException;

/** Sends what the authorizer lets through; the place where a refused token can be replaced. */
final class AuthorizedClient implements Client {

  private final Client delegate;
  private final Authorizer authorizer;

  AuthorizedClient(Client delegate, Authorizer authorizer) {
    this.delegate = delegate;
    this.authorizer = authorizer;
  }

  @Override
  public Response execute(Request request, Request.Options options) throws IOException {
    Response response =
        delegate.execute(authorizer.authorize(request), Authorizer.withoutRedirects(options));
    return Authorizer.withoutToken(response, request);
  }
}
