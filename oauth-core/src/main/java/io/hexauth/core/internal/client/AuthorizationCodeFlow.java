// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.client;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.grant.GrantEngine;
import io.hexauth.core.internal.server.AuthorizationServer;
import io.hexauth.core.internal.server.TokenExceptions;
import io.hexauth.core.internal.storage.PendingAuthorizations;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.AuthorizationOptions;
import io.hexauth.domain.authorization.AuthorizationRedirect;
import io.hexauth.domain.authorization.State;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.InvalidCallbackException.Reason;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.internal.authorization.AuthorizationUrl;
import io.hexauth.domain.internal.authorization.CallbackCheck;
import io.hexauth.domain.internal.authorization.CallbackLocation;
import io.hexauth.domain.internal.authorization.PendingAuthorization;
import io.hexauth.domain.internal.grant.CodeVerifier;
import io.hexauth.domain.internal.grant.GrantRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.GrantType;
import io.hexauth.domain.registration.Issuer;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.RedirectUri;
import io.hexauth.domain.registration.ServerMetadata;
import io.hexauth.ports.spi.OAuthClock;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Authorization code flow: creates authorization URLs and checks callbacks. The pending
 * authorization in between is encrypted, bound to the user agent, and can be taken once.
 */
final class AuthorizationCodeFlow {

  private final ClientRegistration registration;
  private final PendingAuthorizations pendingAuthorizations;
  private final OAuthClock clock;
  private final OAuthClientConfig config;
  private final SharedRedirectUris redirectUris;
  private final CallbackLocation least;
  private final CallbackLocation needed;
  private final boolean atAnyPort;
  private final AuthorizationServer server;
  private final SecureRandom random = new SecureRandom();

  AuthorizationCodeFlow(
      GrantEngine engine,
      OAuthClock clock,
      OAuthClientConfig config,
      SharedRedirectUris redirectUris) {
    this.registration = engine.registration();
    this.pendingAuthorizations = engine.pending();
    this.server = engine.server();
    this.clock = clock;
    this.config = config;
    this.redirectUris = redirectUris;
    this.least = redirectUris.leastFor(registration);
    this.needed = redirectUris.neededFor(registration);
    this.atAnyPort = redirectUris.isToldApartAtAnyPort(registration);
  }

  /** Result of a valid callback. */
  record Earned(
      Principal principal, GrantRequest.AuthorizationCodeGrant grant, Runnable giveBack) {}

  AuthorizationRedirect start(
      Principal principal, UserAgentBinding userAgent, AuthorizationOptions options) {
    ServerMetadata now = usable(server.metadata());
    State state = options.state().orElseGet(() -> State.random(random));
    var pending =
        new PendingAuthorization(
            registration.id(),
            principal,
            userAgent.hash(),
            redirectUri(options),
            registration.pkce() ? Optional.of(CodeVerifier.random(random)) : Optional.empty(),
            options.access(registration),
            now.issuer().map(Issuer::value),
            now.forGrant(GrantType.AUTHORIZATION_CODE),
            now.issuerInResponses(),
            clock.instant().plus(config.pendingLifetime()));
    var redirect =
        new AuthorizationRedirect(
            AuthorizationUrl.of(
                registration,
                now.authorization().orElseThrow(),
                pending,
                state,
                options.parameters(registration)),
            state);
    if (!pendingAuthorizations.put(state, pending)) {
      throw new IllegalArgumentException(
          "Client registration '"
              + registration.id()
              + "': an authorization with this state is already pending; use each state only once");
    }
    return redirect;
  }

  private RedirectUri redirectUri(AuthorizationOptions options) {
    RedirectUri chosen = options.redirectUri(registration);
    if (!atAnyPort && !Optional.of(chosen).equals(registration.redirectUri())) {
      throw new IllegalArgumentException(
          "Client registration '"
              + registration.id()
              + "': only the port distinguishes its redirect URI from that of a registration at"
              + " another server, so an authorization cannot choose another port; give each"
              + " registration a different path (RFC 9700 §4.4.2)");
    }
    return chosen;
  }

  /**
   * Returns the metadata if users can be sent to the server. Only a discovered server can be
   * unsuitable, because the endpoints of others are checked at start-up.
   */
  private ServerMetadata usable(ServerMetadata now) {
    Optional<String> problem =
        AuthorizationUrl.problem(registration, now)
            .or(() -> redirectUris.problem(registration, now.issuerInResponses()));
    if (problem.isPresent()) {
      throw new TokenExceptions(registration.id())
          .metadata(now.issuer().orElseThrow().origin(), 200, problem.get());
    }
    return now;
  }

  /**
   * Checks a callback and takes its pending authorization.
   *
   * @throws OAuthException if the callback does not answer a pending authorization, or contains an
   *     error
   */
  Earned finish(AuthorizationCallback callback, UserAgentBinding userAgent) {
    CallbackCheck check = CallbackCheck.read(registration, callback, least, needed);
    State state = check.state();
    PendingAuthorization pending =
        pendingAuthorizations
            .take(state, userAgent.hash())
            .orElseThrow(
                () -> new InvalidCallbackException(registration.id(), Reason.STATE_UNKNOWN));
    return earned(check, state, pending, userAgent);
  }

  /**
   * Checks a callback like {@link #finish(AuthorizationCallback, UserAgentBinding)}, for a pending
   * authorization that was already taken by its state.
   */
  Earned finish(
      AuthorizationCallback callback,
      UserAgentBinding userAgent,
      State state,
      PendingAuthorization taken) {
    CallbackCheck check;
    try {
      check = CallbackCheck.read(registration, callback, least, needed);
    } catch (InvalidCallbackException e) {
      // The callback lacks a part of its URL. It may arrive again with the complete URL.
      pendingAuthorizations.putBack(state, taken);
      throw e;
    }
    return earned(check, state, taken, userAgent);
  }

  private Earned earned(
      CallbackCheck check, State state, PendingAuthorization pending, UserAgentBinding userAgent) {
    try {
      var code = check.code(pending, userAgent, clock.instant());
      var grant =
          new GrantRequest.AuthorizationCodeGrant(
              code,
              pending.redirectUri(),
              pending.verifier(),
              pending.access(),
              pending.tokenEndpoint());
      return new Earned(
          pending.principal(), grant, () -> pendingAuthorizations.giveBack(state, pending));
    } catch (InvalidCallbackException e) {
      if (!pending.registration().equals(registration.id())
          || e.reason() == Reason.LOCATION_MISSING) {
        // The callback belongs to another registration, or is incomplete. The correct callback may
        // still arrive.
        pendingAuthorizations.putBack(state, pending);
      }
      throw e;
    }
  }
}
