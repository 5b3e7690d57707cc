// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.client.internal;

import feign.Request;
import feign.Response;
import io.hexauth.ports.api.ApiAnswer;
import io.hexauth.ports.api.ApiAuthorization;
import io.hexauth.ports.api.ApiRequest;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.Recovery;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** One request of a Feign client, which carries the tokens of one session. Not thread-safe. */
final class AuthorizedCall implements ApiRequest {

  private final OAuthSession session;
  private final Request original;

  /** The last request that was sent. */
  private Request sent;

  /** Headers of {@link #sent}. */
  private Map<String, Collection<String>> headers = Map.of();

  AuthorizedCall(OAuthSession session, Request original) {
    this.session = session;
    this.original = original;
    this.sent = original;
  }

  @Override
  public String method() {
    return original.httpMethod().name();
  }

  @Override
  public URI uri() {
    return URI.create(original.url());
  }

  ApiAuthorization authorize() {
    return session.authorize(this);
  }

  CompletableFuture<ApiAuthorization> authorizeAsync() {
    return session.authorizeAsync(this);
  }

  /** {@return a copy of the request with the {@code Authorization} header} */
  Request with(ApiAuthorization authorization) {
    Map<String, Collection<String>> copy = new LinkedHashMap<>(original.headers());
    authorization.headers((name, value) -> copy.put(name, List.of(value)));
    headers = copy;
    sent =
        Request.create(
            original.httpMethod(),
            original.url(),
            copy,
            original.body(),
            original.charset(),
            original.requestTemplate());
    return sent;
  }

  Recovery recover(ApiAuthorization used, Response response) {
    return session.recover(this, used, new Answer(response));
  }

  CompletableFuture<Recovery> recoverAsync(ApiAuthorization used, Response response) {
    return session.recoverAsync(this, used, new Answer(response));
  }

  /**
   * Returns the response to a request without the token, for logs and exceptions. To avoid a copy
   * of the response, which is expensive, the token is removed from the headers of the request that
   * was sent. The response is copied only if it refers to another request.
   */
  Response withoutToken(ApiAuthorization used, Response response) {
    used.headers((name, value) -> headers.remove(name));
    boolean forgotten =
        response.request() == sent && sent.headers().size() == original.headers().size();
    return forgotten ? response : response.toBuilder().request(original).build();
  }

  private record Answer(Response response) implements ApiAnswer {

    @Override
    public int status() {
      return response.status();
    }

    @Override
    public Collection<String> headers(String name) {
      return response.headers().entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .flatMap(header -> header.getValue().stream())
          .filter(Objects::nonNull)
          .toList();
    }
  }
}
