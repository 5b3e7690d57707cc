// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import io.hexauth.domain.scope.Scope;
import io.hexauth.domain.scope.Scopes;
import java.time.Duration;
import java.util.Collection;

/** Builder methods for the requested access, and for expiry and refresh. */
abstract sealed class AccessParts extends ServerParts permits ClientParts {

  AccessParts() {}

  /** Sets the requested scopes. Replaces earlier ones. */
  public ClientRegistration.Builder scopes(String... scopes) {
    draft().access("scopes", a -> a.withScopes(Scopes.of(scopes)));
    return builder();
  }

  /** Sets the requested scopes, such as {@code EnumSet.of(READ, WRITE)}. Replaces earlier ones. */
  public ClientRegistration.Builder scopes(Collection<? extends Scope> scopes) {
    draft().access("scopes", a -> a.withScopes(Scopes.of(scopes)));
    return builder();
  }

  /** Sets the one API for which tokens are requested (RFC 8707). Replaces earlier ones. */
  public ClientRegistration.Builder resource(String uri) {
    return resources(uri);
  }

  /**
   * Sets the APIs for which tokens are requested (RFC 8707 §2). Replaces earlier ones. A view of a
   * grant with a user's consent may request some of them, and no others.
   */
  public ClientRegistration.Builder resources(String... uris) {
    draft().access("resource", a -> a.withResources(RegistrationBuilder.resources(uris)));
    return builder();
  }

  /**
   * Sets the logical name of the API, for servers that use {@code audience} instead of resources.
   */
  public ClientRegistration.Builder audience(String audience) {
    draft().access("audience", a -> a.withAudience(audience));
    return builder();
  }

  /**
   * Sets the clock skew, from zero to 68 years. Default: 5 s. A token is not used any more when the
   * time until its expiry is not longer than this. If the clock skew is longer than half of the
   * token's lifetime, half of the lifetime applies.
   */
  public ClientRegistration.Builder clockSkew(Duration skew) {
    draft().refresh = draft().checked("clockSkew", () -> draft().refresh.withClockSkew(skew));
    return builder();
  }

  /**
   * Sets the lifetime of tokens for which the server sends no {@code expires_in}: more than zero,
   * at most 68 years. Default: such tokens do not expire.
   */
  public ClientRegistration.Builder defaultTokenLifetime(Duration lifetime) {
    draft().refresh =
        draft()
            .checked("defaultTokenLifetime", () -> draft().refresh.withDefaultLifetime(lifetime));
    return builder();
  }

  /**
   * Turns off automatic refresh. If a token has expired, a call fails without sending a request.
   */
  public ClientRegistration.Builder manualRefresh() {
    draft().refresh = draft().refresh.withMode(RefreshSettings.Mode.MANUAL);
    return builder();
  }

  /** Turns on automatic refresh, which is the default. */
  public ClientRegistration.Builder automaticRefresh() {
    draft().refresh = draft().refresh.withMode(RefreshSettings.Mode.AUTOMATIC);
    return builder();
  }

  /** Sets the server's policy for refresh tokens. Default: {@link RotationPolicy.Strict}. */
  public ClientRegistration.Builder rotation(RotationPolicy policy) {
    draft().refresh = draft().refresh.withRotation(policy);
    return builder();
  }
}
