// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.authorization;

import io.hexauth.domain.error.AuthorizationDemand;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ExtraParameters;
import io.hexauth.domain.registration.RedirectUri;
import io.hexauth.domain.scope.Scope;
import io.hexauth.domain.scope.Scopes;
import java.util.Collection;
import java.util.Optional;

/**
 * Options of one authorization request, beside those of the registration. Immutable, safe for use
 * by multiple threads; each method that takes a value returns a changed copy.
 */
public final class AuthorizationOptions {

  private static final String MAX_AGE = "max_age";

  private static final AuthorizationOptions NONE =
      new AuthorizationOptions(
          ExtraParameters.none(),
          Optional.empty(),
          Optional.empty(),
          AuthorizationDemand.none(),
          Optional.empty());

  private final ExtraParameters parameters;
  private final Optional<State> state;
  private final Optional<Scopes> scopes;
  private final AuthorizationDemand demand;
  private final Optional<String> redirectUri;

  private AuthorizationOptions(
      ExtraParameters parameters,
      Optional<State> state,
      Optional<Scopes> scopes,
      AuthorizationDemand demand,
      Optional<String> redirectUri) {
    this.parameters = parameters;
    this.state = state;
    this.scopes = scopes;
    this.demand = demand;
    this.redirectUri = redirectUri;
  }

  /** {@return nothing special} */
  public static AuthorizationOptions none() {
    return NONE;
  }

  /** {@return the provider's own parameters, such as {@code connector}; possibly none} */
  public ExtraParameters parameters() {
    return parameters;
  }

  /**
   * {@return the parameters of this request beside those of the protocol and of the registration:
   * the provider's own, and what an API demands; possibly none}
   */
  public ExtraParameters parameters(ClientRegistration registration) {
    ExtraParameters sent = parameters;
    if (!demand.acrValues().isEmpty()) {
      sent = sent.with("acr_values", String.join(" ", demand.acrValues()));
    }
    if (demand.maxAge().isPresent()) {
      long demanded = demand.maxAge().get().toSeconds();
      String own =
          parameters
              .values()
              .getOrDefault(
                  MAX_AGE,
                  registration.authorizationParameters().values().getOrDefault(MAX_AGE, ""));
      // An API cannot make an authentication older than the application wants it.
      boolean isOlder = own.matches("[0-9]{1,9}") && Long.parseLong(own) < demanded;
      sent = isOlder ? sent : sent.with(MAX_AGE, Long.toString(demanded));
    }
    return sent;
  }

  /** {@return the caller's own state; empty for a random one} */
  public Optional<State> state() {
    return state;
  }

  /** {@return the scopes in place of the registration's; empty for those} */
  public Optional<Scopes> scopes() {
    return scopes;
  }

  /** {@return what an API demands; possibly nothing} */
  public AuthorizationDemand demand() {
    return demand;
  }

  /**
   * A copy with one of the provider's own parameters.
   *
   * @throws IllegalArgumentException if the protocol owns the name, or it is that of a secret
   */
  public AuthorizationOptions parameter(String name, String value) {
    return new AuthorizationOptions(
        parameters.with(name, value), state, scopes, demand, redirectUri);
  }

  /**
   * A copy with the caller's own state, which is sent as it is. It does not replace the user agent
   * binding or PKCE, and while a request with the same state is pending, another is refused.
   *
   * @throws IllegalArgumentException if it is not a valid {@link State}
   */
  public AuthorizationOptions state(String value) {
    return new AuthorizationOptions(
        parameters, Optional.of(new State(value)), scopes, demand, redirectUri);
  }

  /**
   * {@return a copy with these scopes instead of the registration's}
   *
   * @throws IllegalArgumentException if one is not valid
   */
  public AuthorizationOptions scopes(String... values) {
    return withScopes(Scopes.of(values));
  }

  /**
   * {@return a copy with these scopes instead of the registration's}
   *
   * @throws IllegalArgumentException if one is not valid
   */
  public AuthorizationOptions scopes(Collection<? extends Scope> values) {
    return withScopes(Scopes.of(values));
  }

  private AuthorizationOptions withScopes(Scopes values) {
    return new AuthorizationOptions(parameters, state, Optional.of(values), demand, redirectUri);
  }

  /**
   * A copy that asks for what an API demands: its scopes beside those that are asked for anyway,
   * and its {@code acr_values} and {@code max_age} (OpenID Connect Core §3.1.2.1). Where the
   * application or the registration wants a younger authentication, that stays; {@code acr_values}
   * of a demand replace theirs. Neither is checked at the callback: the API is the judge.
   *
   * <p>The new grant takes the place of the old one. Where users stepped up before, keep those
   * scopes with {@code o.scopes(…).satisfying(demand)}. Of several demands, all scopes are asked
   * for, and what the last one says of the authentication.
   *
   * @param demanded of {@code ReauthorizationRequiredException.demand()}. It is text of that API:
   *     the start of the authorization refuses scopes that are neither the registration's nor among
   *     its {@code stepUpScopes}
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9470.html#section-4">RFC 9470 §4</a>
   */
  public AuthorizationOptions satisfying(AuthorizationDemand demanded) {
    return new AuthorizationOptions(
        parameters,
        state,
        scopes,
        demanded.withScopes(demand.scopes().union(demanded.scopes())),
        redirectUri);
  }

  /**
   * A copy with a redirect URI for this authorization, for a native application that listens on a
   * port that the system gave it. The start of the authorization refuses all but the registration's
   * redirect URI and, where that is plain HTTP to loopback, the same with another port (RFC 8252
   * §7.3). It is remembered: the callback has to arrive there, and the code is exchanged with it.
   *
   * @param uri such as {@code http://127.0.0.1:51004/callback}
   * @see <a href="https://www.rfc-editor.org/rfc/rfc8252.html#section-7.3">RFC 8252 §7.3</a>
   */
  public AuthorizationOptions redirectUri(String uri) {
    return new AuthorizationOptions(parameters, state, scopes, demand, Optional.of(uri));
  }

  /**
   * {@return where the server sends the user back to}
   *
   * @throws IllegalArgumentException if it is not the registration's, nor that at another port
   * @throws IllegalStateException if the registration has none
   */
  public RedirectUri redirectUri(ClientRegistration registration) {
    RedirectUri registered =
        registration
            .redirectUri()
            .orElseThrow(() -> new IllegalStateException("There is no redirect URI"));
    try {
      return redirectUri.map(registered::at).orElse(registered);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Client registration '" + registration.id() + "': " + e.getMessage(), e);
    }
  }

  /**
   * {@return what is asked for}
   *
   * @throws IllegalArgumentException if an API demands a scope that the registration does not allow
   */
  public AccessRequest access(ClientRegistration registration) {
    Scopes refused =
        demand.scopes().without(registration.scopes()).without(registration.stepUpScopes());
    if (!refused.isEmpty()) {
      throw new IllegalArgumentException(
          "Client registration '"
              + registration.id()
              + "': an API demands "
              + refused.values().size()
              + " scopes that are not registered; if users may be asked for them, name them in"
              + " stepUpScopes(…)");
    }
    Scopes asked = scopes.orElseGet(registration::scopes);
    return registration.access().withScopes(asked.union(demand.scopes()));
  }
}
