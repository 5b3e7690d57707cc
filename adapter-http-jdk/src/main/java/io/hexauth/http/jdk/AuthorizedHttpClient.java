// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.jdk;

import io.hexauth.ports.api.ApiAuthorization;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.Recovery;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * HTTP client that adds a token to each request. If the API rejects the token, the client sends the
 * request once more with another token.
 */
final class AuthorizedHttpClient extends HttpClient {

  private final HttpClient http;
  private final Supplier<OAuthSession> sessions;

  AuthorizedHttpClient(HttpClient http, Supplier<OAuthSession> sessions) {
    this.http = http;
    this.sessions = sessions;
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    var call = new AuthorizedRequest(sessions.get(), request);
    return send(call, call.session().authorize(call), handler);
  }

  /** Sends the request, and calls itself to send it again. The session prevents a third attempt. */
  private <T> HttpResponse<T> send(
      AuthorizedRequest call, ApiAuthorization with, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    HttpResponse<AnswerBody<T>> response = http.send(call.with(with), AnswerBody.handler(handler));
    Optional<ApiAuthorization> again;
    try {
      Recovery recovery =
          call.session().recover(call, with, new AuthorizedRequest.Answer(response));
      if (recovery.refusal().isPresent()) {
        throw recovery.refusal().get();
      }
      again = call.again(recovery);
    } catch (RuntimeException e) {
      response.body().release().join();
      throw e;
    }
    if (again.isEmpty()) {
      return new AuthorizedResponse<>(call.original(), response, read(response.body()));
    }
    response.body().release().join();
    return send(call, again.get(), handler);
  }

  private static <T> T read(AnswerBody<T> body) throws IOException, InterruptedException {
    var steps = new Steps();
    try {
      return body.read(steps).get();
    } catch (ExecutionException e) {
      throw new IOException("The body of the answer cannot be read", e.getCause());
    } catch (InterruptedException e) {
      steps.cancel();
      throw e;
    }
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    return sendAsync(request, handler, null);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
    try {
      var call = new AuthorizedRequest(sessions.get(), request);
      return new AsyncCall<>(http, call, handler, pushes).start();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return http.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return http.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return http.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return http.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return http.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return http.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return http.authenticator();
  }

  @Override
  public Version version() {
    return http.version();
  }

  @Override
  public Optional<Executor> executor() {
    return http.executor();
  }
}
