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
import java.util.stream.Stream;

/**
 * Options of one authorization request, in addition to the settings of the registration. Immutable,
 * and safe for use by multiple threads. A method that sets an option returns a changed copy.
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

  /** {@return the default options} */
  public static AuthorizationOptions none() {
    return NONE;
  }

  /** {@return the additional parameters, such as {@code connector}; possibly none} */
  public ExtraParameters parameters() {
    return parameters;
  }

  /**
   * Returns the parameters of this request, without those of the protocol and of the registration.
   *
   * @return the additional parameters, and the parameters for the demand of an API; possibly none
   */
  public ExtraParameters parameters(ClientRegistration registration) {
    ExtraParameters sent = parameters;
    if (!demand.acrValues().isEmpty()) {
      sent = sent.with("acr_values", String.join(" ", demand.acrValues()));
    }
    if (demand.maxAge().isPresent()) {
      long strictest = strictest(demand.maxAge().get().toSeconds(), registration);
      sent = sent.with(MAX_AGE, Long.toString(strictest));
    }
    return sent;
  }

  /** Returns the smallest maximum age in seconds. A text that is not a number is ignored. */
  private long strictest(long demanded, ClientRegistration registration) {
    return Stream.of(parameters, registration.authorizationParameters())
        .map(given -> given.values().getOrDefault(MAX_AGE, ""))
        .filter(age -> age.matches("[0-9]{1,18}"))
        .mapToLong(Long::parseLong)
        .reduce(demanded, Math::min);
  }

  /** {@return the state that the application has chosen; empty for a random one} */
  public Optional<State> state() {
    return state;
  }

  /** {@return the scopes that replace those of the registration; empty for the registration's} */
  public Optional<Scopes> scopes() {
    return scopes;
  }

  /** {@return the demand of an API; possibly empty} */
  public AuthorizationDemand demand() {
    return demand;
  }

  /**
   * Adds a parameter to the authorization request. If the registration has a parameter with the
   * same name, the new parameter replaces it. For {@code acr_values} and {@code max_age}, other
   * rules apply if an API has demanded them: see {@link #satisfying}.
   *
   * @return a copy with this parameter
   * @throws IllegalArgumentException if the name is empty, is a protocol parameter such as {@code
   *     state}, or is the name of a secret such as {@code client_secret}
   */
  public AuthorizationOptions parameter(String name, String value) {
    return new AuthorizationOptions(
        parameters.with(name, value), state, scopes, demand, redirectUri);
  }

  /**
   * Sets a state that the application has chosen. It is sent unchanged. It does not replace the
   * user agent binding or PKCE. While a request with this state is pending, another request with it
   * is refused.
   *
   * @return a copy with this state
   * @throws IllegalArgumentException if the value is not a valid {@link State}
   */
  public AuthorizationOptions state(String value) {
    return new AuthorizationOptions(
        parameters, Optional.of(new State(value)), scopes, demand, redirectUri);
  }

  /**
   * {@return a copy with these scopes instead of those of the registration}
   *
   * @throws IllegalArgumentException if a value is not valid
   */
  public AuthorizationOptions scopes(String... values) {
    return withScopes(Scopes.of(values));
  }

  /**
   * {@return a copy with these scopes instead of those of the registration}
   *
   * @throws IllegalArgumentException if a value is not valid
   */
  public AuthorizationOptions scopes(Collection<? extends Scope> values) {
    return withScopes(Scopes.of(values));
  }

  private AuthorizationOptions withScopes(Scopes values) {
    return new AuthorizationOptions(parameters, state, Optional.of(values), demand, redirectUri);
  }

  /**
   * Adds the demand of an API: its scopes, and its {@code acr_values} and {@code max_age} (OpenID
   * Connect Core §3.1.2.1).
   *
   * <ul>
   *   <li><b>Scopes.</b> {@code startAuthorization} requests the scopes of the registration and the
   *       demanded ones. It also requests the {@code stepUpScopes} that the user has granted
   *       before, because the new grant replaces the old one. If you name scopes with {@code
   *       scopes(…)}, it requests exactly those and the demanded ones.
   *   <li><b>Authentication.</b> The {@code acr_values} of the demand replace earlier ones. If the
   *       demand has a {@code max_age}, the request contains the smallest {@code max_age} of the
   *       demand, of {@link #parameter} and of the registration. A value that is not a number of
   *       seconds is ignored.
   *   <li><b>Several demands.</b> The request contains the scopes of all of them, and the {@code
   *       acr_values} and the {@code max_age} of the last one.
   * </ul>
   *
   * <p>Hexauth does not check the callback against the demand, because the API will check the new
   * token.
   *
   * @param demanded the demand from {@code ReauthorizationRequiredException.demand()}. The API
   *     controls its content. So {@code startAuthorization} refuses scopes that are neither scopes
   *     of the registration nor its {@code stepUpScopes}
   * @return a copy with the demand
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
   * Sets a redirect URI for this authorization, for a native application that listens on a port
   * that the operating system chose. {@code startAuthorization} accepts only the redirect URI of
   * the registration, or, if that is plain HTTP to loopback, the same URI with another port (RFC
   * 8252 §7.3). The callback must arrive at this URI, and the code is exchanged with it.
   *
   * @param uri a URI such as {@code http://127.0.0.1:51004/callback}
   * @return a copy with this redirect URI
   * @see <a href="https://www.rfc-editor.org/rfc/rfc8252.html#section-7.3">RFC 8252 §7.3</a>
   */
  public AuthorizationOptions redirectUri(String uri) {
    return new AuthorizationOptions(parameters, state, scopes, demand, Optional.of(uri));
  }

  /**
   * {@return the redirect URI of this request: the one set with {@link #redirectUri(String)}, or
   * else that of the registration}
   *
   * @throws IllegalArgumentException if the two redirect URIs differ in more than the loopback port
   * @throws IllegalStateException if the registration has no redirect URI
   */
  public RedirectUri redirectUri(ClientRegistration registration) {
    RedirectUri registered =
        registration
            .redirectUri()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "The registration has no redirect URI;" + " set redirectUri(…)"));
    try {
      return redirectUri.map(registered::at).orElse(registered);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Client registration '" + registration.id() + "': " + e.getMessage(), e);
    }
  }

  /**
   * {@return the access request of this authorization}
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
              + " scopes that are not registered; if users may grant them, add them with"
              + " stepUpScopes(…)");
    }
    Scopes asked = scopes.orElseGet(registration::scopes);
    return registration.access().withScopes(asked.union(demand.scopes()));
  }
}
