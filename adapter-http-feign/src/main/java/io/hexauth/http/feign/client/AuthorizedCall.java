// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.client;

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

/** One request of a Feign client, which carries the tokens of one session. */
final class AuthorizedCall implements ApiRequest {

  private final OAuthSession session;
  private final Request original;

  AuthorizedCall(OAuthSession session, Request original) {
    this.session = session;
    this.original = original;
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

  /** {@return a copy of the request that carries an authorization} */
  Request with(ApiAuthorization authorization) {
    Map<String, Collection<String>> headers = new LinkedHashMap<>(original.headers());
    authorization.headers((name, value) -> headers.put(name, List.of(value)));
    return Request.create(
        original.httpMethod(),
        original.url(),
        headers,
        original.body(),
        original.charset(),
        original.requestTemplate());
  }

  Recovery recover(ApiAuthorization used, Response response) {
    return session.recover(this, used, new Answer(response.status(), response.headers()));
  }

  CompletableFuture<Recovery> recoverAsync(ApiAuthorization used, Response response) {
    return session.recoverAsync(this, used, new Answer(response.status(), response.headers()));
  }

  /** {@return the response to the request as the caller knows it, for logs and exceptions} */
  Response withoutToken(Response response) {
    return response.toBuilder().request(original).build();
  }

  private record Answer(int status, Map<String, Collection<String>> all) implements ApiAnswer {

    @Override
    public Collection<String> headers(String name) {
      return all.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .flatMap(header -> header.getValue().stream())
          .filter(Objects::nonNull)
          .toList();
    }
  }
}
