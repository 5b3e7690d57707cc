// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import io.hexauth.domain.scope.Scope;
import io.hexauth.domain.scope.Scopes;
import java.time.Duration;
import java.util.Collection;

/** Builder methods about the tokens that are asked for, and when they are refreshed. */
abstract sealed class AccessParts extends ServerParts permits ClientParts {

  AccessParts() {}

  /** The scopes to ask for; replaces earlier ones. */
  public ClientRegistration.Builder scopes(String... scopes) {
    draft().access("scopes", a -> a.withScopes(Scopes.of(scopes)));
    return builder();
  }

  /** The scopes to ask for, such as {@code EnumSet.of(READ, WRITE)}; replaces earlier ones. */
  public ClientRegistration.Builder scopes(Collection<? extends Scope> scopes) {
    draft().access("scopes", a -> a.withScopes(Scopes.of(scopes)));
    return builder();
  }

  /** The one API that tokens are for (RFC 8707); replaces earlier ones. */
  public ClientRegistration.Builder resource(String uri) {
    return resources(uri);
  }

  /**
   * The APIs that tokens are for (RFC 8707 §2); replaces earlier ones. A view of a grant that a
   * user consented to may ask for some of them, and for no others.
   */
  public ClientRegistration.Builder resources(String... uris) {
    draft().access("resource", a -> a.withResources(RegistrationBuilder.resources(uris)));
    return builder();
  }

  /** The logical name of the API that tokens are for, where a server wants {@code audience}. */
  public ClientRegistration.Builder audience(String audience) {
    draft().access("audience", a -> a.withAudience(audience));
    return builder();
  }

  /**
   * Clock skew: time before its expiry from which a token is no longer used; from zero to 68 years,
   * default 5 s. Never more than half of the token's life is taken away.
   */
  public ClientRegistration.Builder clockSkew(Duration skew) {
    draft().refresh = draft().checked("clockSkew", () -> draft().refresh.withClockSkew(skew));
    return builder();
  }

  /**
   * The life of tokens whose response has no {@code expires_in}; more than zero, at most 68 years.
   * Default: they do not expire.
   */
  public ClientRegistration.Builder defaultTokenLifetime(Duration lifetime) {
    draft().refresh =
        draft()
            .checked("defaultTokenLifetime", () -> draft().refresh.withDefaultLifetime(lifetime));
    return builder();
  }

  /** The application refreshes; an expired token fails before anything is sent. */
  public ClientRegistration.Builder manualRefresh() {
    draft().refresh = draft().refresh.withMode(RefreshSettings.Mode.MANUAL);
    return builder();
  }

  /** Hexauth refreshes; this is the default. */
  public ClientRegistration.Builder automaticRefresh() {
    draft().refresh = draft().refresh.withMode(RefreshSettings.Mode.AUTOMATIC);
    return builder();
  }

  /** The server's policy for refresh tokens; default {@link RotationPolicy.Strict}. */
  public ClientRegistration.Builder rotation(RotationPolicy policy) {
    draft().refresh = draft().refresh.withRotation(policy);
    return builder();
  }
}
