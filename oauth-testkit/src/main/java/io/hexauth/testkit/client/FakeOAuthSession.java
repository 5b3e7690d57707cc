// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.client;

import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Fake session that returns the values that a test sets. At first it has no token, and {@link
 * #token()} throws {@code ReauthorizationRequiredException}. It has no clock, so a token never
 * expires, and a refresh returns the token that is set. Safe for use by multiple threads.
 */
public final class FakeOAuthSession implements OAuthSession {

  private final ClientRegistration registration;
  private final Principal principal;
  private volatile Optional<OAuthToken> token = Optional.empty();
  private volatile Optional<OAuthException> failure = Optional.empty();
  private volatile Optional<ConnectionStatus> status = Optional.empty();
  private volatile Recovery recovery = Recovery.done();

  /** Creates a session of this principal. */
  public FakeOAuthSession(ClientRegistration registration, Principal principal) {
    this.registration = registration;
    this.principal = principal;
  }

  /** Sets the token. */
  public void set(OAuthToken other) {
    token = Optional.of(other);
    failure = Optional.empty();
  }

  /** Makes each call that needs a token throw this exception. */
  public void fail(OAuthException with) {
    failure = Optional.of(with);
  }

  /** Sets the status. Before this call, the status depends on the token. */
  public void set(ConnectionStatus other) {
    status = Optional.of(other);
  }

  /**
   * Sets the decision that the session makes after each answer of an API. Without this call, the
   * decision is {@link Recovery#done()}.
   */
  public void set(Recovery other) {
    recovery = other;
  }

  @Override
  public ClientRegistration registration() {
    return registration;
  }

  @Override
  public Principal principal() {
    return principal;
  }

  @Override
  public OAuthToken token() {
    if (failure.isPresent()) {
      throw failure.get().forCaller();
    }
    return token.orElseThrow(
        () ->
            new ReauthorizationRequiredException(
                registration.id(), Reason.NO_GRANT, Optional.empty()));
  }

  @Override
  public CompletableFuture<OAuthToken> tokenAsync() {
    return future(this::token);
  }

  @Override
  public ApiAuthorization authorize(ApiRequest request) {
    return new Bearer(token());
  }

  @Override
  public CompletableFuture<ApiAuthorization> authorizeAsync(ApiRequest request) {
    return future(() -> authorize(request));
  }

  @Override
  public Recovery recover(ApiRequest request, ApiAuthorization used, ApiAnswer answer) {
    return recovery;
  }

  @Override
  public CompletableFuture<Recovery> recoverAsync(
      ApiRequest request, ApiAuthorization used, ApiAnswer answer) {
    return CompletableFuture.completedFuture(recovery);
  }

  private static <T> CompletableFuture<T> future(Supplier<T> call) {
    try {
      return CompletableFuture.completedFuture(call.get());
    } catch (OAuthException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public Optional<OAuthToken> current() {
    return token;
  }

  @Override
  public boolean isTokenExpired() {
    return token.isEmpty();
  }

  @Override
  public ConnectionStatus status() {
    return status.orElseGet(
        () -> token.map(FakeOAuthSession::connected).orElseGet(ConnectionStatus::absent));
  }

  private static ConnectionStatus connected(OAuthToken token) {
    return ConnectionStatus.connected()
        .withScopes(token.scopes())
        .withExpiresAt(token.expiresAt())
        .withRefreshable(token.refreshToken().isPresent());
  }

  @Override
  public OAuthToken refresh() {
    return token();
  }

  @Override
  public OAuthToken refresh(OAuthToken rejected) {
    return token();
  }

  @Override
  public OAuthToken obtainToken() {
    return token();
  }

  /** Removes the token. */
  @Override
  public boolean revoke() {
    boolean revoked = token.isPresent();
    token = Optional.empty();
    return revoked;
  }

  @Override
  public OAuthToken importToken(OAuthToken imported, ImportMode mode) {
    if (mode == ImportMode.REPLACE || token.isEmpty()) {
      set(imported);
    }
    return token();
  }

  /**
   * Not supported.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public Optional<String> exportJson() {
    throw new UnsupportedOperationException("FakeOAuthSession does not support exportJson()");
  }

  /**
   * Not supported.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public OAuthToken importJson(String json, ImportMode mode) {
    throw new UnsupportedOperationException("FakeOAuthSession does not support importJson(…)");
  }

  /** {@return this session, because all views have the same token} */
  @Override
  public OAuthSession withAccess(AccessRequest access) {
    return this;
  }

  /** {@return this session, because all views have the same token} */
  @Override
  public OAuthSession withGrantedAccess() {
    return this;
  }

  /** Authorization of a request with the token of a test. */
  private record Bearer(OAuthToken token) implements ApiAuthorization {

    @Override
    public void headers(BiConsumer<String, String> header) {
      header.accept("Authorization", token.authorization());
    }
  }
}
