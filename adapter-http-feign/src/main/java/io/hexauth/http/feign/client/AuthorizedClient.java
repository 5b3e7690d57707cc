// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.client;

import feign.Client;
import feign.Request;
import feign.Response;
import io.hexauth.ports.api.ApiAuthorization;
import io.hexauth.ports.api.Recovery;
import java.io.IOException;
import java.util.Optional;

/** Sends what the authorizer lets through, and once more if the API has rejected the token. */
final class AuthorizedClient implements Client {

  private final Client delegate;
  private final Authorizer authorizer;

  AuthorizedClient(Client delegate, Authorizer authorizer) {
    this.delegate = delegate;
    this.authorizer = authorizer;
  }

  @Override
  public Response execute(Request request, Request.Options options) throws IOException {
    AuthorizedCall call = authorizer.call(request);
    return execute(call, call.authorize(), Authorizer.withoutRedirects(options));
  }

  /** The session counts: a request that was sent again is not sent a third time. */
  private Response execute(AuthorizedCall call, ApiAuthorization with, Request.Options options)
      throws IOException {
    Response response = delegate.execute(call.with(with), options);
    Optional<ApiAuthorization> again;
    try {
      again = next(call.recover(with, response));
    } catch (RuntimeException e) {
      response.close();
      throw e;
    }
    if (again.isEmpty()) {
      return call.withoutToken(response);
    }
    response.close();
    return execute(call, again.get(), options);
  }

  private static Optional<ApiAuthorization> next(Recovery recovery) {
    recovery
        .refusal()
        .ifPresent(
            failure -> {
              throw failure;
            });
    return recovery.again();
  }
}
