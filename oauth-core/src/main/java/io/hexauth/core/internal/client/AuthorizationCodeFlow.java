// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.client;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.engine.GrantEngine;
import io.hexauth.core.internal.engine.Vault;
import io.hexauth.core.internal.json.PendingAuthorizationCodec;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.AuthorizationOptions;
import io.hexauth.domain.authorization.AuthorizationRedirect;
import io.hexauth.domain.authorization.AuthorizationUrl;
import io.hexauth.domain.authorization.CallbackCheck;
import io.hexauth.domain.authorization.PendingAuthorization;
import io.hexauth.domain.authorization.State;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.InvalidCallbackException.Reason;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.grant.CodeVerifier;
import io.hexauth.domain.grant.GrantRequest;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.domain.registration.Issuer;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.RedirectUri;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends users away and takes them back: what is remembered in between is sealed, bound to the user
 * agent, and taken once.
 */
final class AuthorizationCodeFlow {

  private static final Logger LOG = LoggerFactory.getLogger(AuthorizationCodeFlow.class);
  private static final String PURPOSE = "hexauth/pending/v1";

  private final ClientRegistration registration;
  private final Endpoint endpoint;
  private final RedirectUri redirectUri;
  private final GrantEngine engine;
  private final PendingAuthorizationStore store;
  private final Vault vault;
  private final OAuthClock clock;
  private final OAuthClientConfig config;
  private final SecureRandom random = new SecureRandom();

  AuthorizationCodeFlow(
      GrantEngine engine,
      PendingAuthorizationStore store,
      Vault vault,
      OAuthClock clock,
      OAuthClientConfig config) {
    this.registration = engine.registration();
    this.engine = engine;
    this.endpoint = registration.endpoints().authorization().orElseThrow();
    this.redirectUri = registration.redirectUri().orElseThrow();
    this.store = store;
    this.vault = vault;
    this.clock = clock;
    this.config = config;
  }

  /** What a callback has earned. */
  record Earned(
      Principal principal, GrantRequest.AuthorizationCodeGrant grant, Runnable giveBack) {}

  AuthorizationRedirect start(
      Principal principal, UserAgentBinding userAgent, AuthorizationOptions options) {
    State state = options.state().orElseGet(() -> State.random(random));
    AccessRequest access =
        options.scopes().map(registration.access()::withScopes).orElse(registration.access());
    var pending =
        new PendingAuthorization(
            registration.id(),
            principal,
            userAgent.hash(),
            redirectUri,
            registration.pkce() ? Optional.of(CodeVerifier.random(random)) : Optional.empty(),
            access,
            registration.endpoints().issuer().map(Issuer::value),
            clock.instant().plus(config.pendingLifetime()));
    var redirect =
        new AuthorizationRedirect(
            AuthorizationUrl.of(registration, endpoint, pending, state, options.parameters()),
            state);
    if (!remember(state, pending)) {
      throw new IllegalArgumentException(
          "Client registration '"
              + registration.id()
              + "': an authorization with this state is pending; a state is used once");
    }
    return redirect;
  }

  /**
   * Checks a callback and takes what it answers.
   *
   * @throws OAuthException if it answers nothing, or with an error
   */
  Earned finish(AuthorizationCallback callback, UserAgentBinding userAgent) {
    CallbackCheck check = CallbackCheck.read(registration, callback);
    State state = check.state();
    PendingAuthorization pending =
        take(state)
            .orElseThrow(
                () -> new InvalidCallbackException(registration.id(), Reason.STATE_UNKNOWN));
    try {
      var code = check.code(pending, userAgent, clock.instant());
      var grant =
          new GrantRequest.AuthorizationCodeGrant(
              code, pending.redirectUri(), pending.verifier(), pending.access());
      return new Earned(pending.principal(), grant, () -> giveBack(state, pending));
    } catch (InvalidCallbackException e) {
      if (e.reason() == Reason.OTHER_USER_AGENT) {
        // Whoever stole the state must not be able to spoil it for its owner.
        remember(state, pending);
      }
      throw e;
    }
  }

  private boolean remember(State state, PendingAuthorization pending) {
    return asked(() -> put(state, pending));
  }

  /** On a thread of ours already, and nobody waits for whether it worked. */
  private void giveBack(State state, PendingAuthorization pending) {
    try {
      put(state, pending);
    } catch (RuntimeException e) {
      LOG.warn(
          "Client registration '{}': a pending authorization could not be given back ({})",
          registration.id(),
          e.getClass().getSimpleName());
    }
  }

  private boolean put(State state, PendingAuthorization pending) {
    GrantKey key = key(state);
    Duration left = Duration.between(clock.instant(), pending.expiresAt());
    if (left.isNegative() || left.isZero()) {
      return false;
    }
    Envelope envelope =
        vault.sealFor(
            PURPOSE,
            key.value(),
            PendingAuthorizationCodec.FORMAT,
            PendingAuthorizationCodec.encode(pending));
    return store.put(key, envelope, left);
  }

  private Optional<PendingAuthorization> take(State state) {
    GrantKey key = key(state);
    return asked(() -> store.take(key))
        .filter(envelope -> envelope.format() == PendingAuthorizationCodec.FORMAT)
        .flatMap(envelope -> vault.openFor(PURPOSE, key.value(), envelope))
        .flatMap(PendingAuthorizationCodec::decode)
        .filter(pending -> clock.instant().isBefore(pending.expiresAt()));
  }

  private GrantKey key(State state) {
    return GrantKey.ofPending(config.namespace(), registration.id(), state);
  }

  private <T> T asked(Supplier<T> step) {
    return engine.done(
        () -> {
          try {
            return step.get();
          } catch (ServiceUnavailableException e) {
            throw e.toldFor(registration.id());
          } catch (OAuthException e) {
            throw e;
          } catch (RuntimeException e) {
            throw new ServiceUnavailableException(
                registration.id(), Service.STORE, "it did not answer", true, Optional.empty(), e);
          }
        });
  }
}
