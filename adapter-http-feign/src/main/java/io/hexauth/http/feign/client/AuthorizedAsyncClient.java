// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.client;

import feign.AsyncClient;
import feign.Request;
import feign.Response;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The same for {@code AsyncFeign}. */
final class AuthorizedAsyncClient<C> implements AsyncClient<C> {

  private final AsyncClient<C> delegate;
  private final Authorizer authorizer;

  AuthorizedAsyncClient(AsyncClient<C> delegate, Authorizer authorizer) {
    this.delegate = delegate;
    this.authorizer = authorizer;
  }

  @Override
  public CompletableFuture<Response> execute(
      Request request, Request.Options options, Optional<C> context) {
    Request authorized;
    try {
      authorized = authorizer.authorize(request);
    } catch (RuntimeException e) {
      // Thrown from here, it would be lost on Feign's second attempt and the caller wait for ever.
      return CompletableFuture.failedFuture(e);
    }
    return delegate
        .execute(authorized, Authorizer.withoutRedirects(options), context)
        .thenApply(response -> Authorizer.withoutToken(response, request));
  }
}
