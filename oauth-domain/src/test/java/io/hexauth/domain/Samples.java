// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain;

import io.hexauth.domain.grant.SizeLimits;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.domain.registration.GrantParameters;
import io.hexauth.domain.registration.Issuer;
import io.hexauth.domain.registration.Origin;
import io.hexauth.domain.registration.PlainHttpSample;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.RedirectUri;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Values that cannot be made of arbitrary texts. */
final class Samples {

  private static final Map<Class<?>, Object> FIXED =
      Map.of(
          ClientRegistration.class,
          Registrations.code()
              .resourceOrigins("https://api.example")
              .allowPlainHttp("host.example")
              .build(),
          GrantId.class,
          new GrantId("0".repeat(32)),
          GrantParameters.class,
          (GrantParameters) context -> Map.of(),
          Principal.class,
          Principal.of("alice"),
          Endpoint.class,
          new Endpoint(URI.create("https://as.example/x")),
          Issuer.class,
          new Issuer("https://as.example"),
          Origin.class,
          new Origin("https", "api.example", 443),
          RedirectUri.class,
          new RedirectUri("https://app.example/cb"),
          SizeLimits.class,
          SizeLimits.defaults(),
          PlainHttpSample.value().getClass(),
          PlainHttpSample.value());

  private Samples() {}

  static Optional<Object> of(Class<?> type) {
    return Optional.ofNullable(FIXED.get(type));
  }
}
