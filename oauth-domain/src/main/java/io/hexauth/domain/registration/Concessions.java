// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import io.hexauth.domain.scope.Scopes;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** The part of the builder in which an application gives up some of the protection by default. */
abstract sealed class Concessions permits ServerParts {

  Concessions() {}

  abstract RegistrationBuilder draft();

  abstract ClientRegistration.Builder builder();

  /**
   * The client sends user names and passwords, which a bound {@code ResourceOwnerCredentials} gives
   * (RFC 6749 §4.3).
   *
   * <p>Legacy: RFC 9700 §2.4 says it must not be used. It is here for servers that offer nothing
   * else; every registration with it logs one warning, and no other grant ever falls back to it.
   */
  public ClientRegistration.Builder password() {
    draft().grant = new RegisteredGrant.Password();
    return builder();
  }

  /** Sends no code challenge, for a provider that refuses one; not for a public client. */
  public ClientRegistration.Builder withoutPkce() {
    draft().pkce = false;
    return builder();
  }

  /**
   * Scopes that users may be asked to consent to beside the registration's own, when an API demands
   * them ({@code AuthorizationOptions.satisfying}); replaces earlier ones. An API that demands
   * others is refused. Default: none.
   *
   * @return this builder
   * @throws IllegalArgumentException if one is not a scope
   */
  public ClientRegistration.Builder stepUpScopes(String... scopes) {
    draft().stepUpScopes = draft().checked("stepUpScopes", () -> Scopes.of(scopes));
    return builder();
  }

  /** Accepts plain HTTP where the host is loopback: for development and tests. */
  public ClientRegistration.Builder allowPlainHttpOnLoopback() {
    draft().plainHttpOnLoopback = true;
    return builder();
  }

  /**
   * Accepts plain HTTP to these hosts, for endpoints and APIs inside a network that is protected in
   * another way, such as a service mesh; replaces earlier ones. Secrets and tokens travel
   * unencrypted, and each host is named in a warning at start. The redirect URI is not concerned.
   *
   * @param hosts names such as {@code keycloak}, or {@code *.svc.cluster.local} for every name
   *     below {@code svc.cluster.local}; in any case, without port
   * @return this builder
   * @throws IllegalArgumentException if one is an address, loopback, or not a host name
   */
  public ClientRegistration.Builder allowPlainHttp(String... hosts) {
    var names = new LinkedHashSet<String>();
    for (String host : hosts) {
      names.add(host.toLowerCase(Locale.ROOT));
    }
    draft().plainHttpHosts =
        draft().<Set<String>>checked("allowPlainHttp", () -> new PlainHttp(false, names).hosts());
    return builder();
  }

  /**
   * Accepts that callbacks for this registration cannot be told apart from those of another server,
   * so that a hostile server could be given the other one's authorization codes (mix-up). Without
   * this on both registrations, the client refuses to start.
   *
   * @return this builder
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9700.html#section-4.4">RFC 9700 §4.4</a>
   */
  public ClientRegistration.Builder allowSharedRedirectUri() {
    draft().sharedRedirectUri = true;
    return builder();
  }

  /**
   * Accepts that endpoints at these origins have addresses that are not public, such as those of a
   * private network; replaces earlier ones. It concerns URLs that come from outside, which are
   * reached at public addresses only:
   *
   * <ul>
   *   <li>endpoints that discovered metadata names at another origin than the issuer's, unless the
   *       application sets them;
   *   <li>all URLs, the issuer included, of a registration that a {@code ClientRegistrations}
   *       returns, because a tenant may have written them.
   * </ul>
   *
   * @param urls of which scheme, host and port count
   * @return this builder
   */
  public ClientRegistration.Builder allowPrivateEndpoints(String... urls) {
    draft().privateOrigins = new LinkedHashSet<>(Arrays.asList(urls));
    return builder();
  }
}
