// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.client;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.AuthorizationOptions;
import io.hexauth.domain.authorization.AuthorizationRedirect;
import io.hexauth.domain.authorization.Form;
import io.hexauth.domain.authorization.State;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.InvalidCallbackException.Reason;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.OAuthClient;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Fake client whose sessions return the values that a test sets. {@link #finishAuthorization}
 * accepts a callback that has the state of a started authorization, together with the user agent
 * that started it. The fake ignores the other parameters of the callback. Safe for use by multiple
 * threads.
 */
public final class FakeOAuthClient implements OAuthClient {

  private final ClientRegistration registration;
  private final Map<Principal, FakeOAuthSession> sessions = new ConcurrentHashMap<>();
  private final Map<Begun, Principal> begun = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();

  /** Creates a client for this registration. */
  public FakeOAuthClient(ClientRegistration registration) {
    this.registration = registration;
  }

  @Override
  public ClientRegistration registration() {
    return registration;
  }

  @Override
  public AuthorizationRedirect startAuthorization(
      Principal principal,
      UserAgentBinding userAgent,
      UnaryOperator<AuthorizationOptions> options) {
    State state =
        options.apply(AuthorizationOptions.none()).state().orElseGet(() -> State.random(random));
    begun.put(new Begun(state, userAgent), principal);
    String query = Form.empty().with("state", state.value()).encoded();
    return new AuthorizationRedirect(
        URI.create("https://authorization-server.example/authorize?" + query), state);
  }

  @Override
  public FakeOAuthSession finishAuthorization(
      AuthorizationCallback callback, UserAgentBinding userAgent) {
    return Form.decode(callback.query())
        .first("state")
        .flatMap(state -> Optional.ofNullable(begun.remove(new Begun(new State(state), userAgent))))
        .map(this::session)
        .orElseThrow(() -> new InvalidCallbackException(registration.id(), Reason.STATE_UNKNOWN));
  }

  @Override
  public FakeOAuthSession session(Principal principal) {
    return sessions.computeIfAbsent(principal, whose -> new FakeOAuthSession(registration, whose));
  }

  @Override
  public FakeOAuthSession session(String principal) {
    return session(Principal.of(principal));
  }

  @Override
  public FakeOAuthSession session() {
    return session(Principal.self());
  }

  @Override
  public OAuthToken token() {
    return session().token();
  }

  /**
   * An authorization that was started and not finished.
   *
   * @param state the state that the callback must contain
   * @param userAgent the user agent from which the callback must come
   */
  private record Begun(State state, UserAgentBinding userAgent) {}
}
