// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.client.internal;

import feign.AsyncClient;
import feign.Request;
import feign.RequestTemplate;
import feign.Response;
import io.hexauth.ports.api.ApiAuthorization;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.Recovery;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Client of {@code AsyncFeign} that adds a token to each request. If the API rejects the token, the
 * client sends the request once more with another token.
 */
public final class AuthorizedAsyncClient<C> implements AsyncClient<C> {

  private final AsyncClient<C> delegate;
  private final Authorizer authorizer;

  /**
   * Sessions by call. Feign may retry a call on another thread, where the application would find no
   * current user, or another one.
   */
  private final Map<RequestTemplate, OAuthSession> sessions =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** Creates a client that sends requests with {@code delegate}. */
  public AuthorizedAsyncClient(AsyncClient<C> delegate, Authorizer authorizer) {
    this.delegate = delegate;
    this.authorizer = authorizer;
  }

  @Override
  public CompletableFuture<Response> execute(
      Request request, Request.Options options, Optional<C> context) {
    try {
      AuthorizedCall call = authorizer.call(request, session(request));
      Request.Options direct = authorizer.withoutRedirects(options);
      return call.authorizeAsync().thenCompose(with -> execute(call, with, direct, context));
    } catch (RuntimeException e) {
      // Feign would lose an exception that is thrown here during its second attempt, and the caller
      // would wait forever.
      return CompletableFuture.failedFuture(e);
    }
  }

  private OAuthSession session(Request request) {
    RequestTemplate template = request.requestTemplate();
    OAuthSession known = template == null ? null : sessions.get(template);
    if (known != null) {
      return known;
    }
    OAuthSession session = authorizer.session(request);
    if (template != null) {
      sessions.put(template, session);
    }
    return session;
  }

  private CompletableFuture<Response> execute(
      AuthorizedCall call, ApiAuthorization with, Request.Options options, Optional<C> context) {
    return delegate
        .execute(call.with(with), options, context)
        .thenCompose(
            response ->
                recovery(call, with, response)
                    .whenComplete((recovery, failure) -> closeUnlessDone(response, recovery))
                    .thenCompose(
                        recovery ->
                            recovery.again().isPresent()
                                ? execute(call, recovery.again().get(), options, context)
                                : answered(call, with, response, recovery)));
  }

  /** Returns a failed future instead of throwing: an exception here would leave the answer open. */
  private static CompletableFuture<Recovery> recovery(
      AuthorizedCall call, ApiAuthorization with, Response response) {
    try {
      return call.recoverAsync(with, response);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static void closeUnlessDone(Response response, @Nullable Recovery recovery) {
    if (recovery == null || recovery.again().isPresent() || recovery.refusal().isPresent()) {
      response.close();
    }
  }

  private static CompletableFuture<Response> answered(
      AuthorizedCall call, ApiAuthorization with, Response response, Recovery recovery) {
    return recovery.refusal().isPresent()
        ? CompletableFuture.failedFuture(recovery.refusal().get())
        : CompletableFuture.completedFuture(call.withoutToken(with, response));
  }
}
