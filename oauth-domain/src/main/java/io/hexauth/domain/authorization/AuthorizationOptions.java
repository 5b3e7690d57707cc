// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.authorization;

import io.hexauth.domain.registration.ExtraParameters;
import io.hexauth.domain.scope.Scope;
import io.hexauth.domain.scope.Scopes;
import java.util.Collection;
import java.util.Optional;

/**
 * Options of one authorization request, beside those of the registration. Immutable; each method
 * returns a changed copy.
 *
 * @param parameters the provider's own parameters, such as {@code connector}
 * @param state the caller's own state; absent means a random one
 * @param scopes other scopes than the registration's
 */
public record AuthorizationOptions(
    ExtraParameters parameters, Optional<State> state, Optional<Scopes> scopes) {

  /** {@return nothing special} */
  public static AuthorizationOptions none() {
    return new AuthorizationOptions(ExtraParameters.none(), Optional.empty(), Optional.empty());
  }

  /**
   * A copy with one of the provider's own parameters.
   *
   * @throws IllegalArgumentException if the protocol owns the name, or it is that of a secret
   */
  public AuthorizationOptions parameter(String name, String value) {
    return new AuthorizationOptions(parameters.with(name, value), state, scopes);
  }

  /**
   * A copy with the caller's own state, which is sent as it is. It does not replace the user agent
   * binding or PKCE, and while a request with the same state is pending, another is refused.
   *
   * @throws IllegalArgumentException if it is not a valid {@link State}
   */
  public AuthorizationOptions state(String value) {
    return new AuthorizationOptions(parameters, Optional.of(new State(value)), scopes);
  }

  /**
   * {@return a copy with these scopes instead of the registration's}
   *
   * @throws IllegalArgumentException if one is not valid
   */
  public AuthorizationOptions scopes(String... values) {
    return new AuthorizationOptions(parameters, state, Optional.of(Scopes.of(values)));
  }

  /**
   * {@return a copy with these scopes instead of the registration's}
   *
   * @throws IllegalArgumentException if one is not valid
   */
  public AuthorizationOptions scopes(Collection<? extends Scope> values) {
    return new AuthorizationOptions(parameters, state, Optional.of(Scopes.of(values)));
  }
}
