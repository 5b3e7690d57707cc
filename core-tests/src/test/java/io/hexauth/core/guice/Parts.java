// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.guice;

import com.google.inject.Key;
import com.google.inject.Module;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Modules and registrations that need no network. */
final class Parts {

  private Parts() {}

  /** {@return a transport to a server whose tokens name the host that issued them} */
  static Module transport() {
    return binder -> binder.bind(OAuthTransport.class).toInstance(Parts::answer);
  }

  private static TransportResult answer(TransportRequest request) {
    String json =
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
            .formatted(request.uri().getHost());
    return new TransportResult.Response(
        200,
        Map.of("content-type", List.of("application/json")),
        json.getBytes(StandardCharsets.UTF_8));
  }

  static ClientRegistration registration(String id, String host) {
    return ClientRegistration.builder(id)
        .clientCredentials()
        .tokenEndpoint("https://" + host + "/token")
        .clientSecretBasic("app", () -> "secret")
        .build();
  }

  static Module registrations(ClientRegistration... registrations) {
    return binder -> {
      for (ClientRegistration registration : registrations) {
        OAuthClientBinder.of(binder).registration(registration);
      }
    };
  }

  /** {@return a module that binds an object of the application} */
  static <T> Module instance(Key<T> key, T instance) {
    return binder -> binder.bind(key).toInstance(instance);
  }
}
