// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.client;

import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.grant.GrantEngine;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.AuthorizationOptions;
import io.hexauth.domain.authorization.AuthorizationRedirect;
import io.hexauth.domain.authorization.State;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.AuthorizationDemand;
import io.hexauth.domain.internal.authorization.PendingAuthorization;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.spi.OAuthClock;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Client of one registration. */
final class DefaultOAuthClient implements OAuthClient {

  private final GrantEngine engine;
  private final ValidTokens valid;
  private final Recoveries recoveries;
  private final Optional<AuthorizationCodeFlow> flow;
  private final DefaultOAuthSession self;
  private final TokenCell own;
  private final boolean needsPrincipal;

  DefaultOAuthClient(GrantEngine engine, OAuthClock clock, Optional<AuthorizationCodeFlow> flow) {
    this.engine = engine;
    this.valid = new ValidTokens(engine, clock);
    this.recoveries = new Recoveries(engine);
    this.flow = flow;
    this.own = engine.cellOf(Principal.self());
    this.self = new DefaultOAuthSession(engine, valid, recoveries, own);
    this.needsPrincipal = engine.registration().grant().needsPrincipal();
  }

  boolean isOf(GrantEngine other) {
    return engine == other;
  }

  @Override
  public ClientRegistration registration() {
    return engine.registration();
  }

  @Override
  public AuthorizationRedirect startAuthorization(
      Principal principal,
      UserAgentBinding userAgent,
      UnaryOperator<AuthorizationOptions> options) {
    if (principal.isSelf()) {
      throw new IllegalArgumentException(
          "Client registration '"
              + registration().id()
              + "': only a user can consent, and this principal is the client itself; pass the"
              + " principal of the user");
    }
    engine.check(principal);
    AuthorizationOptions chosen = options.apply(AuthorizationOptions.none());
    return flow().start(principal, userAgent, keepingStepUps(chosen, principal));
  }

  /**
   * Adds the step-up scopes that the user has granted before. The new grant replaces the old one,
   * so without them, each step-up would lose the scopes of the last one.
   */
  private AuthorizationOptions keepingStepUps(AuthorizationOptions chosen, Principal principal) {
    AuthorizationDemand demand = chosen.demand();
    Scopes stepUps = registration().stepUpScopes();
    if (demand.equals(AuthorizationDemand.none())
        || chosen.scopes().isPresent()
        || stepUps.isEmpty()) {
      return chosen;
    }
    Scopes kept = engine.grantedScopes(principal).intersection(stepUps);
    return chosen.satisfying(demand.withScopes(demand.scopes().union(kept)));
  }

  @Override
  public DefaultOAuthSession finishAuthorization(
      AuthorizationCallback callback, UserAgentBinding userAgent) {
    return exchanged(flow().finish(callback, userAgent));
  }

  boolean hasCallbacks() {
    return flow.isPresent();
  }

  /**
   * Finishes an authorization like {@link #finishAuthorization}, after it was found by its state
   * alone.
   */
  DefaultOAuthSession finish(
      AuthorizationCallback callback,
      UserAgentBinding userAgent,
      State state,
      PendingAuthorization taken) {
    return exchanged(flow().finish(callback, userAgent, state, taken));
  }

  private DefaultOAuthSession exchanged(AuthorizationCodeFlow.Earned earned) {
    TokenCell cell = engine.cell(earned.principal(), earned.grant().access());
    engine.exchange(cell, earned.grant(), earned.giveBack());
    return open(cell);
  }

  private AuthorizationCodeFlow flow() {
    return flow.orElseThrow(() -> mistake("is not registered for the authorization code grant"));
  }

  @Override
  public DefaultOAuthSession session(Principal principal) {
    return principal.isSelf() ? session() : open(engine.cellOf(principal));
  }

  @Override
  public DefaultOAuthSession session() {
    refuseWithoutPrincipal();
    return self;
  }

  @Override
  public OAuthToken token() {
    refuseWithoutPrincipal();
    return valid.snapshot(own).token();
  }

  @Override
  public OAuthToken tokenFor(Principal principal) {
    return principal.isSelf() ? token() : valid.snapshot(engine.cellOf(principal)).token();
  }

  private void refuseWithoutPrincipal() {
    if (needsPrincipal) {
      throw mistake("needs a user; call session(principal)");
    }
  }

  DefaultOAuthSession session(Principal principal, AccessRequest access) {
    return open(engine.cell(principal, access));
  }

  private DefaultOAuthSession open(TokenCell cell) {
    return new DefaultOAuthSession(engine, valid, recoveries, cell);
  }

  private IllegalStateException mistake(String problem) {
    return new IllegalStateException(
        "Client registration '" + registration().id() + "' " + problem);
  }

  @Override
  public String toString() {
    return "OAuthClient[" + registration().id() + "]";
  }
}
