// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain;

import io.hexauth.domain.authorization.Form;
import io.hexauth.domain.authorization.State;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.AuthorizationDemand;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.TokenExpiredException;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientAuthentication;
import io.hexauth.domain.registration.ClientId;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.ClientSecret;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.domain.registration.ExtraParameters;
import io.hexauth.domain.registration.GrantParameters;
import io.hexauth.domain.registration.Issuer;
import io.hexauth.domain.registration.Origin;
import io.hexauth.domain.registration.PlainHttpSample;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.RedirectUri;
import io.hexauth.domain.registration.RefreshSettings;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.domain.registration.ServerMetadata;
import io.hexauth.domain.registration.SizeLimits;
import io.hexauth.domain.registration.TokenResponseFormat;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.RefreshToken;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sample values that cannot be created from arbitrary texts. */
final class Samples {

  private static final Map<Class<?>, Object> FIXED =
      Map.ofEntries(
          Map.entry(
              ClientRegistration.class,
              Registrations.code()
                  .resourceOrigins("https://api.example")
                  .allowPlainHttp("host.example")
                  .build()),
          Map.entry(
              AuthorizationDemand.class,
              AuthorizationDemand.none().withAcrValues(List.of(ConventionsTest.CANARY))),
          Map.entry(
              AccessRequest.class,
              AccessRequest.of(Scopes.of("read"))
                  .withResource(URI.create("https://api.example"))
                  .withAudience("api")),
          Map.entry(RefreshSettings.class, RefreshSettings.defaults()),
          Map.entry(TokenResponseFormat.class, TokenResponseFormat.lenient()),
          Map.entry(AccessToken.class, new AccessToken(ConventionsTest.CANARY)),
          Map.entry(RefreshToken.class, new RefreshToken(ConventionsTest.CANARY)),
          Map.entry(IdToken.class, new IdToken(ConventionsTest.CANARY)),
          Map.entry(ClientSecret.class, new ClientSecret(ConventionsTest.CANARY)),
          Map.entry(
              ResourceOwner.class,
              new ResourceOwner(ConventionsTest.CANARY, ConventionsTest.CANARY)),
          Map.entry(
              ExtraParameters.class, ExtraParameters.none().with("x", ConventionsTest.CANARY)),
          Map.entry(State.class, new State(ConventionsTest.CANARY)),
          Map.entry(UserAgentBinding.class, UserAgentBinding.of(ConventionsTest.CANARY)),
          Map.entry(Form.class, Form.empty().with("x", ConventionsTest.CANARY)),
          Map.entry(
              ClientAuthentication.Credentials.class,
              new ClientAuthentication.ClientSecretPost(
                      () -> new ClientSecret(ConventionsTest.CANARY))
                  .credentials(new ClientId("app"))),
          Map.entry(GrantId.class, new GrantId("0".repeat(32))),
          Map.entry(GrantParameters.class, (GrantParameters) context -> Map.of()),
          Map.entry(Principal.class, Principal.of("alice")),
          Map.entry(Endpoint.class, new Endpoint(URI.create("https://as.example/x"))),
          Map.entry(Issuer.class, new Issuer("https://as.example")),
          Map.entry(Origin.class, new Origin("https", "api.example", 443)),
          Map.entry(RedirectUri.class, new RedirectUri("https://app.example/cb")),
          Map.entry(ServerMetadata.class, Registrations.code().build().endpoints()),
          Map.entry(SizeLimits.class, SizeLimits.defaults()),
          Map.entry(PlainHttpSample.value().getClass(), PlainHttpSample.value()),
          Map.entry(Exception.class, new Exception("no connection")),
          Map.entry(
              OAuthException.class, new TokenExpiredException(new ClientRegistrationId("acme"))));

  private Samples() {}

  static Optional<Object> of(Class<?> type) {
    return Optional.ofNullable(FIXED.get(type));
  }
}
