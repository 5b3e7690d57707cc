// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.Optional;
import java.util.Set;

/**
 * Rules between the parts of a {@link ClientRegistration}. Every message starts with the
 * registration's id and names the part.
 */
record RegistrationRules(ClientRegistrationId id, PlainHttp plainHttp) {

  static RegistrationRules of(
      ClientRegistrationId id, boolean plainHttpOnLoopback, Set<String> plainHttpHosts) {
    try {
      return new RegistrationRules(id, new PlainHttp(plainHttpOnLoopback, plainHttpHosts));
    } catch (IllegalArgumentException e) {
      throw named(id, e);
    }
  }

  void grant(RegisteredGrant grant, ServerEndpoints endpoints, Optional<RedirectUri> redirectUri) {
    boolean code = !grant.isSelfObtainable();
    require(!code || endpoints.authorization().isPresent(), "authorizationEndpoint is missing");
    require(!code || redirectUri.isPresent(), "redirectUri is missing");
    require(
        !endpoints.issuerInResponses() || endpoints.issuer().isPresent(),
        "issuer is missing, but its presence in responses is required");
  }

  void authentication(
      ClientId clientId, ClientAuthentication authentication, RegisteredGrant grant, boolean pkce) {
    boolean isPublic = authentication.isPublic();
    require(pkce || !isPublic, "a public client cannot do without PKCE (RFC 9700 §2.1.1)");
    require(
        !isPublic || !grant.type().equals(GrantType.CLIENT_CREDENTIALS),
        "a public client cannot use client credentials (RFC 6749 §4.4)");
    authentication.problemWith(clientId).ifPresent(problem -> require(false, problem));
  }

  /** Once more, for a record can be made without its builder. */
  void urls(
      ServerEndpoints endpoints, Optional<RedirectUri> redirectUri, Set<Origin> resourceOrigins) {
    try {
      check("tokenEndpoint", Optional.of(endpoints.token()));
      check("refreshEndpoint", endpoints.refresh());
      check("authorizationEndpoint", endpoints.authorization());
      check("revocationEndpoint", endpoints.revocation());
      endpoints.issuer().ifPresent(i -> Issuer.parse(i.value(), plainHttp));
      redirectUri.ifPresent(uri -> RedirectUri.parse(uri.value(), plainHttp.onLoopback()));
    } catch (IllegalArgumentException e) {
      throw named(id, e);
    }
    require(
        resourceOrigins.stream().allMatch(o -> o.isTls() || plainHttp.accepts(o.host())),
        "resourceOrigins must use https");
  }

  /** RFC 6749 §3.1: no parameter more than once, so none that Hexauth adds to the query. */
  void authorizationQuery(ServerEndpoints endpoints, ExtraParameters own) {
    Set<String> present =
        endpoints.authorization().map(e -> UriRule.queryNames(e.uri())).orElse(Set.of());
    for (String name : present) {
      require(
          !ExtraParameters.isProtocol(name) && !own.values().containsKey(name),
          "authorizationEndpoint has '" + name + "' in its query already");
    }
  }

  private void check(String name, Optional<Endpoint> endpoint) {
    endpoint.ifPresent(e -> Endpoint.parse(name, e.toString(), plainHttp));
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw named(id, new IllegalArgumentException(otherwise));
    }
  }

  /** The same failure, with the registration in front. */
  static IllegalArgumentException named(ClientRegistrationId id, IllegalArgumentException failure) {
    String prefix = "Client registration '" + id + "': ";
    String message = String.valueOf(failure.getMessage());
    return message.startsWith(prefix)
        ? failure
        : new IllegalArgumentException(prefix + message, failure);
  }
}
