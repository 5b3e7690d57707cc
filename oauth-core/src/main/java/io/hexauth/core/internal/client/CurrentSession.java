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
import java.util.function.UnaryOperator;

/**
 * Session that looks up its current state for each call. Its registration may change or be removed,
 * or the user may grant more.
 */
final class CurrentSession implements OAuthSession {

  private final ClientRegistrationId id;
  private final Supplier<DefaultOAuthSession> grant;
  private final UnaryOperator<DefaultOAuthSession> view;

  /**
   * @param grant returns a session of the grant, without reading the store
   * @param view returns the session of the view; may read the store
   */
  CurrentSession(
      ClientRegistrationId id,
      Supplier<DefaultOAuthSession> grant,
      UnaryOperator<DefaultOAuthSession> view) {
    this.id = id;
    this.grant = grant;
    this.view = view;
  }

  private DefaultOAuthSession session() {
    return view.apply(grant.get());
  }

  @Override
  public ClientRegistration registration() {
    return grant.get().registration();
  }

  @Override
  public Principal principal() {
    return grant.get().principal();
  }

  @Override
  public OAuthToken token() {
    return session().token();
  }

  @Override
  public CompletableFuture<OAuthToken> tokenAsync() {
    return session().tokenAsync();
  }

  @Override
  public ApiAuthorization authorize(ApiRequest request) {
    return session().authorize(request);
  }

  @Override
  public CompletableFuture<ApiAuthorization> authorizeAsync(ApiRequest request) {
    return session().authorizeAsync(request);
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
      return Optional.of(session()).filter(found -> !found.isOfAnotherView(used));
    } catch (OAuthException | IllegalArgumentException | IllegalStateException e) {
      return Optional.empty(); // the next call gets the exception
    }
  }

  @Override
  public Optional<OAuthToken> current() {
    return session().current();
  }

  @Override
  public boolean isTokenExpired() {
    return session().isTokenExpired();
  }

  @Override
  public ConnectionStatus status() {
    return session().status();
  }

  @Override
  public OAuthToken refresh() {
    return session().refresh();
  }

  @Override
  public OAuthToken refresh(OAuthToken rejected) {
    return session().refresh(rejected);
  }

  @Override
  public OAuthToken obtainToken() {
    return session().obtainToken();
  }

  @Override
  public boolean revoke() {
    return grant.get().revoke();
  }

  @Override
  public OAuthToken importToken(OAuthToken token, ImportMode mode) {
    return session().importToken(token, mode);
  }

  @Override
  public Optional<String> exportJson() {
    return session().exportJson();
  }

  @Override
  public OAuthToken importJson(String json, ImportMode mode) {
    return session().importJson(json, mode);
  }

  @Override
  public OAuthSession withAccess(AccessRequest access) {
    OAuthSession unused = grant.get().withAccess(access); // throws what each use would throw
    return new CurrentSession(id, grant, found -> found.withAccess(access));
  }

  @Override
  public OAuthSession withGrantedAccess() {
    return new CurrentSession(id, grant, DefaultOAuthSession::granted);
  }

  @Override
  public String toString() {
    return "OAuthSession[" + id + "]";
  }
}
