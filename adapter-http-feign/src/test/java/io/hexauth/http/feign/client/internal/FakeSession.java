// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.client.internal;

import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ApiAnswer;
import io.hexauth.ports.api.ApiAuthorization;
import io.hexauth.ports.api.ApiRequest;
import io.hexauth.ports.api.ConnectionStatus;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.Recovery;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Session that returns what the test sets, and counts calls. */
class FakeSession implements OAuthSession {

  static final String TOKEN = "canary-access-token-4711";

  final AtomicInteger asked = new AtomicInteger();
  private final ClientRegistration registration;
  private final Supplier<OAuthToken> token;

  FakeSession(ClientRegistration registration) {
    this(registration, () -> OAuthToken.builder(TOKEN).build());
  }

  FakeSession(ClientRegistration registration, Supplier<OAuthToken> token) {
    this.registration = registration;
    this.token = token;
  }

  /** {@return a builder of a registration that allows plain HTTP to loopback} */
  static ClientRegistration.Builder local() {
    return ClientRegistration.builder("billing")
        .clientCredentials()
        .tokenEndpoint("https://as.example/token")
        .clientSecretBasic("id", () -> "secret")
        .allowPlainHttpOnLoopback();
  }

  @Override
  public ClientRegistration registration() {
    return registration;
  }

  @Override
  public OAuthToken token() {
    asked.incrementAndGet();
    return token.get();
  }

  /** Answers that {@link #recover} has received, in order. */
  final List<ApiAnswer> answers = new CopyOnWriteArrayList<>();

  /** Decisions about answers, in order; without an entry, the call is done. */
  final Queue<Recovery> recoveries = new ConcurrentLinkedQueue<>();

  static ApiAuthorization carrying(OAuthToken token) {
    return new ApiAuthorization() {
      @Override
      public OAuthToken token() {
        return token;
      }

      @Override
      public void headers(BiConsumer<String, String> header) {
        header.accept("Authorization", token.authorization());
      }
    };
  }

  @Override
  public CompletableFuture<OAuthToken> tokenAsync() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ApiAuthorization authorize(ApiRequest request) {
    return carrying(token());
  }

  @Override
  public CompletableFuture<ApiAuthorization> authorizeAsync(ApiRequest request) {
    try {
      return CompletableFuture.completedFuture(authorize(request));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public Recovery recover(ApiRequest request, ApiAuthorization used, ApiAnswer answer) {
    answers.add(answer);
    return Optional.ofNullable(recoveries.poll()).orElseGet(Recovery::done);
  }

  @Override
  public CompletableFuture<Recovery> recoverAsync(
      ApiRequest request, ApiAuthorization used, ApiAnswer answer) {
    return CompletableFuture.completedFuture(recover(request, used, answer));
  }

  @Override
  public Principal principal() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<OAuthToken> current() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isTokenExpired() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ConnectionStatus status() {
    throw new UnsupportedOperationException();
  }

  @Override
  public OAuthToken refresh() {
    throw new UnsupportedOperationException();
  }

  @Override
  public OAuthToken refresh(OAuthToken rejected) {
    throw new UnsupportedOperationException();
  }

  @Override
  public OAuthToken obtainToken() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean revoke() {
    throw new UnsupportedOperationException();
  }

  @Override
  public OAuthToken importToken(OAuthToken mine, ImportMode mode) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<String> exportJson() {
    throw new UnsupportedOperationException();
  }

  @Override
  public OAuthToken importJson(String json, ImportMode mode) {
    throw new UnsupportedOperationException();
  }

  @Override
  public OAuthSession withAccess(AccessRequest access) {
    throw new UnsupportedOperationException();
  }

  @Override
  public OAuthSession withGrantedAccess() {
    throw new UnsupportedOperationException();
  }
}
