// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import io.hexauth.domain.scope.Scopes;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Builder methods that turn off a protection. */
abstract sealed class Concessions permits ServerParts {

  Concessions() {}

  abstract RegistrationBuilder draft();

  abstract ClientRegistration.Builder builder();

  /**
   * Sets the password grant: the client sends user names and passwords, which a bound {@code
   * ResourceOwnerCredentials} supplies (RFC 6749 §4.3).
   *
   * <p>Legacy: RFC 9700 §2.4 forbids this grant. Use it only for servers that offer nothing else.
   * Hexauth logs one warning for every registration with this grant, and never uses the grant in
   * place of another one.
   */
  public ClientRegistration.Builder password() {
    draft().grant = new RegisteredGrant.Password();
    return builder();
  }

  /**
   * Turns off the code challenge (PKCE), for a provider that refuses it. Not possible for a public
   * client.
   */
  public ClientRegistration.Builder withoutPkce() {
    draft().pkce = false;
    return builder();
  }

  /**
   * Sets additional scopes that users may be asked for if an API demands them ({@code
   * AuthorizationOptions.satisfying}). Replaces earlier ones. Hexauth refuses a demand for other
   * scopes. Default: none.
   *
   * @return this builder
   * @throws IllegalArgumentException if a text is not a scope
   */
  public ClientRegistration.Builder stepUpScopes(String... scopes) {
    draft().stepUpScopes = draft().checked("stepUpScopes", () -> Scopes.of(scopes));
    return builder();
  }

  /** Allows plain HTTP for loopback hosts, for development and tests. */
  public ClientRegistration.Builder allowPlainHttpOnLoopback() {
    draft().plainHttpOnLoopback = true;
    return builder();
  }

  /**
   * Allows plain HTTP to these hosts, for endpoints and APIs in a network with another protection,
   * such as a service mesh. Replaces earlier ones. Secrets and tokens are sent unencrypted. At
   * start-up, a warning names each host. The redirect URI is not affected.
   *
   * @param hosts names such as {@code keycloak}, or {@code *.svc.cluster.local} for every name
   *     below {@code svc.cluster.local}; in any case, without port
   * @return this builder
   * @throws IllegalArgumentException if a text is an address, loopback, or not a host name
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
   * Accepts the risk that callbacks of this registration cannot be distinguished from those of
   * another server. A hostile server could then get the authorization codes of the other one
   * (mix-up attack). If two such registrations do not both call this method, Guice does not create
   * the injector.
   *
   * @return this builder
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9700.html#section-4.4">RFC 9700 §4.4</a>
   */
  public ClientRegistration.Builder allowSharedRedirectUri() {
    draft().sharedRedirectUri = true;
    return builder();
  }

  /**
   * Allows private addresses, such as those of an internal network, for endpoints at these origins.
   * Replaces earlier ones. Without this method, requests to URLs from outside the application are
   * sent to public addresses only. These URLs come from outside:
   *
   * <ul>
   *   <li>endpoints of discovered metadata at another origin than the issuer's, unless the
   *       application sets them;
   *   <li>all URLs, including the issuer, of a registration that a {@code ClientRegistrations}
   *       returns, because a tenant may have written them.
   * </ul>
   *
   * @param urls URLs with scheme, host and port; other parts are ignored
   * @return this builder
   */
  public ClientRegistration.Builder allowPrivateEndpoints(String... urls) {
    draft().privateOrigins = new LinkedHashSet<>(Arrays.asList(urls));
    return builder();
  }
}
