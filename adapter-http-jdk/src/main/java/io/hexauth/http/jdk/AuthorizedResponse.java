// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.jdk;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** Answer that the caller receives. Its request is the caller's own request, without the token. */
record AuthorizedResponse<T>(HttpRequest request, HttpResponse<?> answer, T body)
    implements HttpResponse<T> {

  @Override
  public int statusCode() {
    return answer.statusCode();
  }

  /** Always empty: the previous response would show the request with the token. */
  @Override
  public Optional<HttpResponse<T>> previousResponse() {
    return Optional.empty();
  }

  @Override
  public HttpHeaders headers() {
    return answer.headers();
  }

  @Override
  public Optional<SSLSession> sslSession() {
    return answer.sslSession();
  }

  @Override
  public URI uri() {
    return answer.uri();
  }

  @Override
  public HttpClient.Version version() {
    return answer.version();
  }

  @Override
  public String toString() {
    return answer.toString();
  }
}
