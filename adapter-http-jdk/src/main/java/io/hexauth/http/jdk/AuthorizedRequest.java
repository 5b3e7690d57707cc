// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.jdk;

import io.hexauth.domain.registration.ApiCallRules;
import io.hexauth.domain.registration.Origin;
import io.hexauth.ports.api.ApiAnswer;
import io.hexauth.ports.api.ApiAuthorization;
import io.hexauth.ports.api.ApiRequest;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.Recovery;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collection;
import java.util.Optional;

/** A request that carries tokens of one session. */
record AuthorizedRequest(OAuthSession session, HttpRequest original) implements ApiRequest {

  /** Checks that a token of the session may be sent with this request. */
  AuthorizedRequest {
    ApiCallRules.check(
        session.registration(), origin(original.uri()), Optional.empty(), original.headers().map());
  }

  private static Optional<Origin> origin(URI uri) {
    try {
      return Optional.of(Origin.of(uri));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String method() {
    return original.method();
  }

  @Override
  public URI uri() {
    return original.uri();
  }

  /** {@return a copy of the request with the {@code Authorization} header} */
  HttpRequest with(ApiAuthorization authorization) {
    HttpRequest.Builder copy = HttpRequest.newBuilder(original, (name, value) -> true);
    authorization.headers(copy::setHeader);
    return copy.build();
  }

  /**
   * {@return the authorization for sending the request again; empty if the caller gets the current
   * answer}
   */
  Optional<ApiAuthorization> again(Recovery recovery) {
    return RepeatableBody.isRepeatable(original) ? recovery.again() : Optional.empty();
  }

  /** The API's answer, in the form that the session examines. */
  record Answer(HttpResponse<?> response) implements ApiAnswer {

    @Override
    public int status() {
      return response.statusCode();
    }

    @Override
    public Collection<String> headers(String name) {
      return response.headers().allValues(name);
    }
  }
}
