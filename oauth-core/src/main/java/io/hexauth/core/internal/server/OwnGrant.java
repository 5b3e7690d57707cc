// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.internal.grant.GrantRequest;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.RegisteredGrant;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.domain.registration.TokenContext;
import io.hexauth.ports.api.ResourceOwnerCredentials;
import jakarta.inject.Provider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Request with which a client obtains a grant without the user. */
public final class OwnGrant {

  private final ClientRegistration registration;
  private final Optional<Provider<ResourceOwnerCredentials>> credentials;
  private final TokenExceptions exceptions;

  /** Creates the component for one registration. */
  OwnGrant(
      ClientRegistration registration, Optional<Provider<ResourceOwnerCredentials>> credentials) {
    this.registration = registration;
    this.credentials = credentials;
    this.exceptions = new TokenExceptions(registration.id());
  }

  /**
   * {@return the request for this principal}
   *
   * @throws TokenProviderException if the application's supplier of credentials or parameters fails
   * @throws IllegalStateException if the grant needs the user, or if it is the client's own grant
   *     and the principal is a user
   */
  GrantRequest request(Principal principal, AccessRequest access) {
    RegisteredGrant grant = registration.grant();
    if (!principal.isSelf() && !grant.isPerPrincipal()) {
      throw notPerPrincipal(registration);
    }
    return grant.fold(new Requests(new TokenContext(registration.id(), principal, access)));
  }

  /** Requests for all kinds of grants. */
  private final class Requests implements RegisteredGrant.Cases<GrantRequest> {

    private final TokenContext context;

    private Requests(TokenContext context) {
      this.context = context;
    }

    @Override
    public GrantRequest authorizationCode() {
      throw new IllegalStateException(
          "Client registration '"
              + registration.id()
              + "': only the user can grant access; send the user to the URL of"
              + " startAuthorization(…)");
    }

    @Override
    public GrantRequest clientCredentials() {
      return new GrantRequest.ClientCredentialsGrant(context.access());
    }

    @Override
    public GrantRequest password() {
      return new GrantRequest.PasswordGrant(owner(context.principal()), context.access());
    }

    @Override
    public GrantRequest extension(RegisteredGrant.Extension extension) {
      return parameters(extension, context);
    }
  }

  /** {@return the exception for an application that requests the client's own token for a user} */
  public static IllegalStateException notPerPrincipal(ClientRegistration registration) {
    return new IllegalStateException(
        "Client registration '"
            + registration.id()
            + "': the grant '"
            + registration.grant().type()
            + "' obtains tokens of the client itself, which are the same for every principal;"
            + " call session(), or register extensionGrant(type, GrantParameters), which"
            + " receives the principal");
  }

  private GrantRequest parameters(RegisteredGrant.Extension extension, TokenContext context) {
    String supplier = "the extension grant's parameter supplier";
    Map<String, String> parameters =
        supplied(
                supplier,
                () ->
                    Optional.ofNullable(extension.parameters().of(context))
                        .<Map<String, String>>map(LinkedHashMap::new))
            .orElseThrow(() -> nothing(supplier));
    try {
      return new GrantRequest.Extension(extension.type(), parameters, context.access());
    } catch (IllegalArgumentException e) {
      throw exceptions.application(supplier, TokenProviderException.Reason.NOT_ALLOWED, e);
    }
  }

  private ResourceOwner owner(Principal principal) {
    Provider<ResourceOwnerCredentials> bound =
        credentials.orElseThrow(
            () ->
                new IllegalStateException(
                    "Client registration '"
                        + registration.id()
                        + "': the password grant needs credentials; call"
                        + " OAuthClientBinder.bindResourceOwnerCredentials(…)"));
    String supplier = "the resource owner credentials supplier";
    return supplied(supplier, () -> Optional.ofNullable(bound.get().find(principal)))
        .flatMap(Function.identity())
        .orElseThrow(() -> nothing(supplier));
  }

  /** Calls code of the application, and converts its exceptions. */
  private <T> T supplied(String what, Supplier<T> supplier) {
    try {
      return supplier.get();
    } catch (OAuthException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw exceptions.application(what, TokenProviderException.Reason.FAILED, e);
    }
  }

  private TokenProviderException nothing(String supplier) {
    return exceptions.application(supplier, TokenProviderException.Reason.NOTHING, null);
  }
}
