// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.grant.GrantRequest;
import io.hexauth.domain.grant.ResourceOwner;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.RegisteredGrant;
import io.hexauth.ports.spi.ResourceOwnerCredentials;
import jakarta.inject.Provider;
import java.util.Optional;

/** The request by which a client obtains a grant without the user. */
final class OwnGrant {

  private final ClientRegistration registration;
  private final Optional<Provider<ResourceOwnerCredentials>> credentials;
  private final AuthorizationServer server;

  OwnGrant(
      ClientRegistration registration,
      Optional<Provider<ResourceOwnerCredentials>> credentials,
      AuthorizationServer server) {
    this.registration = registration;
    this.credentials = credentials;
    this.server = server;
  }

  /**
   * The request for this principal.
   *
   * @throws TokenProviderException if the application's credentials supplier does not deliver
   * @throws IllegalStateException if the grant needs the user
   */
  GrantRequest request(Principal principal, AccessRequest access) {
    RegisteredGrant grant = registration.grant();
    if (grant instanceof RegisteredGrant.ClientCredentials) {
      return new GrantRequest.ClientCredentialsGrant(access);
    }
    if (grant instanceof RegisteredGrant.Password) {
      return new GrantRequest.PasswordGrant(owner(principal), access);
    }
    if (grant instanceof RegisteredGrant.Extension extension) {
      return new GrantRequest.Extension(
          extension.type(),
          server.supplied("the extension grant's parameter supplier", extension.parameters()),
          access);
    }
    throw new IllegalStateException(
        "Client registration '"
            + registration.id()
            + "': an authorization code needs the user; send the user to authorizationUrl(…)");
  }

  private ResourceOwner owner(Principal principal) {
    ResourceOwnerCredentials supplier =
        credentials
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Client registration '"
                            + registration.id()
                            + "': bind OAuthClientBinder.resourceOwnerCredentials(…)"))
            .get();
    return server
        .supplied("the resource owner credentials supplier", () -> supplier.find(principal))
        .orElseThrow(
            () ->
                new TokenProviderException(
                    registration.id(),
                    "the resource owner credentials supplier",
                    TokenProviderException.Reason.NOTHING,
                    null));
  }
}
