// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.GrantType;
import io.hexauth.ports.spi.ResourceOwnerCredentials;
import io.hexauth.ports.spi.TokenProvider;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One engine for each registration, made when somebody first asks for it. */
public final class GrantEngines {

  private static final Logger LOG = LoggerFactory.getLogger(GrantEngines.class);

  private final Map<ClientRegistrationId, ClientRegistration> registrations;
  private final Surroundings around;
  private final Map<ClientRegistrationId, Provider<TokenProvider>> providers;
  private final Map<ClientRegistrationId, Provider<ResourceOwnerCredentials>> credentials;

  private final ConcurrentMap<ClientRegistrationId, GrantEngine> engines =
      new ConcurrentHashMap<>();

  /**
   * Makes no engine yet; but what is missing shows here, and not in the middle of a sweep.
   *
   * @throws IllegalArgumentException if something that a registration needs is not bound
   */
  @Inject
  GrantEngines(
      Map<ClientRegistrationId, ClientRegistration> registrations,
      Surroundings around,
      Map<ClientRegistrationId, Provider<TokenProvider>> providers,
      Map<ClientRegistrationId, Provider<ResourceOwnerCredentials>> credentials) {
    this.registrations = registrations;
    this.around = around;
    this.providers = providers;
    this.credentials = credentials;
    registrations.values().forEach(this::check);
  }

  /** {@return the engine of this registration; empty if there is no such registration here} */
  public Optional<GrantEngine> find(ClientRegistrationId id) {
    return Optional.ofNullable(registrations.get(id))
        .map(registration -> engines.computeIfAbsent(id, absent -> made(registration)));
  }

  private void check(ClientRegistration registration) {
    ClientRegistrationId id = registration.id();
    if (registration.grant().type().equals(GrantType.PASSWORD)) {
      if (!credentials.containsKey(id)) {
        throw new IllegalArgumentException(
            "Client registration '" + id + "': bind OAuthClientBinder.resourceOwnerCredentials(…)");
      }
      LOG.warn(
          "Client registration '{}' uses the password grant, which RFC 9700 §2.4 says must not be used",
          id);
    }
  }

  private GrantEngine made(ClientRegistration registration) {
    ClientRegistrationId id = registration.id();
    return new GrantEngine(
        EngineParts.of(
            registration,
            around,
            Optional.ofNullable(providers.get(id)),
            Optional.ofNullable(credentials.get(id))));
  }
}
