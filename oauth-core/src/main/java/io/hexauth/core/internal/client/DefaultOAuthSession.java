// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.client;

import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.grant.GrantEngine;
import io.hexauth.core.internal.json.TokenCodec;
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

/** Session of one grant, for one access request. */
final class DefaultOAuthSession implements OAuthSession {

  private final GrantEngine engine;
  private final ValidTokens valid;
  private final Recoveries recoveries;
  private final TokenCell cell;

  DefaultOAuthSession(
      GrantEngine engine, ValidTokens valid, Recoveries recoveries, TokenCell cell) {
    this.engine = engine;
    this.valid = valid;
    this.recoveries = recoveries;
    this.cell = cell;
  }

  AccessRequest access() {
    return cell.access();
  }

  /** {@return true if an authorization belongs to this grant and to another access request} */
  boolean isOfAnotherView(ApiAuthorization used) {
    return Recoveries.isOfAnotherView(cell, used);
  }

  @Override
  public ClientRegistration registration() {
    return engine.registration();
  }

  @Override
  public Principal principal() {
    return cell.grant().principal();
  }

  @Override
  public OAuthToken token() {
    return valid.snapshot(cell).token();
  }

  @Override
  public CompletableFuture<OAuthToken> tokenAsync() {
    return valid.snapshotAsync(cell).thenApply(Snapshot::token);
  }

  @Override
  public ApiAuthorization authorize(ApiRequest request) {
    return valid.snapshot(cell);
  }

  @Override
  public CompletableFuture<ApiAuthorization> authorizeAsync(ApiRequest request) {
    return valid.snapshotAsync(cell).thenApply(snapshot -> snapshot);
  }

  @Override
  public Recovery recover(ApiRequest request, ApiAuthorization used, ApiAnswer answer) {
    return recoveries.recover(cell, request, used, answer);
  }

  @Override
  public CompletableFuture<Recovery> recoverAsync(
      ApiRequest request, ApiAuthorization used, ApiAnswer answer) {
    return recoveries.recoverAsync(cell, request, used, answer);
  }

  @Override
  public Optional<OAuthToken> current() {
    return engine.current(cell);
  }

  @Override
  public boolean isTokenExpired() {
    return engine.isTokenExpired(cell);
  }

  @Override
  public ConnectionStatus status() {
    return engine.status(cell).get();
  }

  @Override
  public OAuthToken refresh() {
    return engine.refresh(cell);
  }

  @Override
  public OAuthToken refresh(OAuthToken rejected) {
    return engine.refresh(cell, rejected);
  }

  @Override
  public OAuthToken obtainToken() {
    return engine.fetch(cell);
  }

  @Override
  public boolean revoke() {
    return engine.revoke(cell);
  }

  @Override
  public OAuthToken importToken(OAuthToken token, ImportMode mode) {
    return mode == ImportMode.REPLACE ? engine.replace(cell, token) : engine.adopt(cell, token);
  }

  @Override
  public Optional<String> exportJson() {
    return current().map(TokenCodec::encode);
  }

  @Override
  public OAuthToken importJson(String json, ImportMode mode) {
    return importToken(TokenCodec.decode(json), mode);
  }

  @Override
  public DefaultOAuthSession withAccess(AccessRequest access) {
    return new DefaultOAuthSession(engine, valid, recoveries, engine.view(cell, access));
  }

  @Override
  public OAuthSession withGrantedAccess() {
    return new CurrentSession(registration().id(), () -> this, DefaultOAuthSession::granted);
  }

  /** {@return a session with all scopes of the grant} */
  DefaultOAuthSession granted() {
    return new DefaultOAuthSession(engine, valid, recoveries, engine.granted(cell));
  }

  @Override
  public String toString() {
    return "OAuthSession[" + registration().id() + "]";
  }
}
