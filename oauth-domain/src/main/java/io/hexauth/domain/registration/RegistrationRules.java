// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.Set;

/**
 * Rules that involve several values of a {@link ClientRegistration}. A message names the value;
 * {@link #named} adds the registration.
 */
final class RegistrationRules {

  private RegistrationRules() {}

  static void check(ClientRegistration registration) {
    ServerMetadata endpoints = registration.endpoints();
    boolean code = !registration.grant().isSelfObtainable();
    boolean discovered = registration.isDiscovered();
    require(
        discovered || endpoints.token().isPresent(),
        "tokenEndpoint is missing; set it, or call discover(issuer)");
    require(
        discovered || !code || endpoints.authorization().isPresent(),
        "authorizationEndpoint is missing");
    require(!code || registration.redirectUri().isPresent(), "redirectUri is missing");
    require(
        !endpoints.issuerInResponses() || endpoints.issuer().isPresent(),
        "issuer is missing, but requireIssuerInResponses() needs it; set issuer(…)");
    authentication(registration);
    authorizationQuery(endpoints, registration.authorizationParameters());
  }

  private static void authentication(ClientRegistration registration) {
    boolean isPublic = registration.authentication().isPublic();
    require(registration.pkce() || !isPublic, "a public client must use PKCE (RFC 9700 §2.1.1)");
    require(
        !isPublic || !registration.grant().type().equals(GrantType.CLIENT_CREDENTIALS),
        "a public client cannot use client credentials (RFC 6749 §4.4)");
    registration
        .authentication()
        .problemWith(registration.clientId())
        .ifPresent(problem -> require(false, problem));
  }

  /**
   * Checks the query of the authorization endpoint. RFC 6749 §3.1 allows each parameter only once,
   * so the query must not contain a parameter that Hexauth adds.
   */
  static void authorizationQuery(ServerMetadata endpoints, ExtraParameters own) {
    Set<String> present =
        endpoints.authorization().map(e -> UriRule.queryNames(e.uri())).orElse(Set.of());
    for (String name : present) {
      require(
          !ExtraParameters.isProtocol(name) && !own.values().containsKey(name),
          "authorizationEndpoint has '" + name + "' in its query; remove it there");
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** {@return the exception with the registration at the beginning of its message} */
  static IllegalArgumentException named(ClientRegistrationId id, IllegalArgumentException failure) {
    String prefix = "Client registration '" + id + "': ";
    String message = String.valueOf(failure.getMessage());
    return message.startsWith(prefix)
        ? failure
        : new IllegalArgumentException(prefix + message, failure);
  }
}
