// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.client;

import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.grant.GrantEngine;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.OAuthSession;
import java.util.Optional;

/** A view of one grant. */
final class DefaultOAuthSession implements OAuthSession {

  private final GrantEngine engine;
  private final ValidTokens valid;
  private final TokenCell cell;

  DefaultOAuthSession(GrantEngine engine, ValidTokens valid, TokenCell cell) {
    this.engine = engine;
    this.valid = valid;
    this.cell = cell;
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
    return valid.token(cell);
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
  public OAuthToken refreshToken() {
    return engine.refresh(cell);
  }

  @Override
  public OAuthToken refreshToken(OAuthToken rejected) {
    return engine.refresh(cell, rejected);
  }

  @Override
  public OAuthToken fetchToken() {
    return engine.fetch(cell);
  }

  @Override
  public boolean revokeToken() {
    return engine.revoke(cell);
  }

  @Override
  public OAuthToken adopt(OAuthToken token) {
    return engine.adopt(cell, token);
  }

  @Override
  public OAuthToken replace(OAuthToken token) {
    return engine.replace(cell, token);
  }

  @Override
  public OAuthSession forAccess(AccessRequest access) {
    return new DefaultOAuthSession(engine, valid, engine.view(cell, access));
  }

  @Override
  public String toString() {
    return "OAuthSession[" + registration().id() + "]";
  }
}
