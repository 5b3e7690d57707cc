// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.client;

import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
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
import java.util.function.Supplier;

/**
 * Session that looks up its current state for each call. Its registration may change or be removed,
 * or the user may grant more.
 */
final class CurrentSession implements OAuthSession {

  private final ClientRegistrationId id;
  private final Supplier<DefaultOAuthSession> current;

  CurrentSession(ClientRegistrationId id, Supplier<DefaultOAuthSession> current) {
    this.id = id;
    this.current = current;
  }

  @Override
  public ClientRegistration registration() {
    return current.get().registration();
  }

  @Override
  public Principal principal() {
    return current.get().principal();
  }

  @Override
  public OAuthToken token() {
    return current.get().token();
  }

  @Override
  public CompletableFuture<OAuthToken> tokenAsync() {
    return current.get().tokenAsync();
  }

  @Override
  public ApiAuthorization authorize(ApiRequest request) {
    return current.get().authorize(request);
  }

  @Override
  public CompletableFuture<ApiAuthorization> authorizeAsync(ApiRequest request) {
    return current.get().authorizeAsync(request);
  }

  @Override
  public Recovery recover(ApiRequest request, ApiAuthorization used, ApiAnswer answer) {
    return ofThen(used)
        .map(session -> session.recover(request, used, answer))
        .orElseGet(Recovery::done);
  }

  @Override
  public CompletableFuture<Recovery> recoverAsync(
      ApiRequest request, ApiAuthorization used, ApiAnswer answer) {
    return ofThen(used)
        .map(session -> session.recoverAsync(request, used, answer))
        .orElseGet(() -> CompletableFuture.completedFuture(Recovery.done()));
  }

  /**
   * {@return the current session; empty if it is not the one that authorized the request} The API
   * has already answered, so a change of the registration in the meantime must not appear as a
   * failure.
   */
  private Optional<DefaultOAuthSession> ofThen(ApiAuthorization used) {
    try {
      return Optional.of(current.get()).filter(session -> !session.isOfAnotherView(used));
    } catch (OAuthException | IllegalArgumentException | IllegalStateException e) {
      return Optional.empty(); // the next call gets the exception
    }
  }

  @Override
  public Optional<OAuthToken> current() {
    return current.get().current();
  }

  @Override
  public boolean isTokenExpired() {
    return current.get().isTokenExpired();
  }

  @Override
  public ConnectionStatus status() {
    return current.get().status();
  }

  @Override
  public OAuthToken refresh() {
    return current.get().refresh();
  }

  @Override
  public OAuthToken refresh(OAuthToken rejected) {
    return current.get().refresh(rejected);
  }

  @Override
  public OAuthToken obtainToken() {
    return current.get().obtainToken();
  }

  @Override
  public boolean revoke() {
    return current.get().revoke();
  }

  @Override
  public OAuthToken importToken(OAuthToken token, ImportMode mode) {
    return current.get().importToken(token, mode);
  }

  @Override
  public Optional<String> exportJson() {
    return current.get().exportJson();
  }

  @Override
  public OAuthToken importJson(String json, ImportMode mode) {
    return current.get().importJson(json, mode);
  }

  @Override
  public OAuthSession withAccess(AccessRequest access) {
    OAuthSession unused = current.get().withAccess(access); // throws what each use would throw
    return new CurrentSession(id, () -> current.get().withAccess(access));
  }

  @Override
  public OAuthSession withGrantedAccess() {
    return new CurrentSession(id, () -> current.get().granted());
  }

  @Override
  public String toString() {
    return "OAuthSession[" + id + "]";
  }
}
