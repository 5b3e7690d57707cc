// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import io.hexauth.core.internal.refresh.Refreshes;
import io.hexauth.core.internal.refresh.SingleFlight;
import io.hexauth.core.internal.refresh.TokenReader;
import io.hexauth.core.internal.server.AuthorizationServer;
import io.hexauth.core.internal.server.AuthorizationServers;
import io.hexauth.core.internal.server.RegistrationSource;
import io.hexauth.core.internal.server.Revocation;
import io.hexauth.core.internal.server.Revocations;
import io.hexauth.core.internal.server.TokenSource;
import io.hexauth.core.internal.server.TokenSources;
import io.hexauth.core.internal.storage.PendingAuthorizationsFactory;
import io.hexauth.core.internal.storage.SealedTokenStore;
import io.hexauth.core.internal.storage.SealedTokenStores;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.GrantType;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Engines of all registrations, each created at its first use. */
public final class GrantEngines {

  private static final Logger LOG = LoggerFactory.getLogger(GrantEngines.class);

  private final Map<ClientRegistrationId, ClientRegistration> registrations;
  private final AuthorizationServers servers;
  private final TokenSources sources;
  private final Revocations revocations;
  private final SealedTokenStores stores;
  private final PendingAuthorizationsFactory pending;
  private final TokenCellsFactory cells;
  private final Refreshes refreshes;
  private final GrantWriters writers;
  private final ServedEngines served;

  private final ConcurrentMap<ClientRegistrationId, GrantEngine> engines =
      new ConcurrentHashMap<>();

  /**
   * Checks that each registration has all bindings that it needs, so that a missing one is noticed
   * at start-up. Engines are created later.
   *
   * @throws IllegalArgumentException if a binding is missing
   */
  @Inject
  GrantEngines(
      Map<ClientRegistrationId, ClientRegistration> registrations,
      AuthorizationServers servers,
      TokenSources sources,
      Revocations revocations,
      SealedTokenStores stores,
      PendingAuthorizationsFactory pending,
      TokenCellsFactory cells,
      Refreshes refreshes,
      GrantWriters writers,
      ServedEngines served) {
    this.registrations = registrations;
    this.servers = servers;
    this.sources = sources;
    this.revocations = revocations;
    this.stores = stores;
    this.pending = pending;
    this.cells = cells;
    this.refreshes = refreshes;
    this.writers = writers;
    this.served = served;
    registrations.values().forEach(this::check);
  }

  /**
   * {@return the engine of this registration; empty if the registration is neither bound nor in the
   * application's database}
   */
  public Optional<GrantEngine> find(ClientRegistrationId id) {
    ClientRegistration bound = registrations.get(id);
    return bound == null
        ? served.find(id, this::checkedAndMade)
        : Optional.of(engines.computeIfAbsent(id, absent -> made(bound, RegistrationSource.BOUND)));
  }

  /**
   * Sets the listener for the removal of an engine whose registration comes from the application's
   * database.
   */
  public void whenDropped(Consumer<ClientRegistrationId> listener) {
    served.whenDropped(listener);
  }

  private GrantEngine checkedAndMade(ClientRegistration registration) {
    try {
      check(registration);
    } catch (IllegalArgumentException e) {
      throw ServedEngines.notAllowed(registration.id(), e);
    }
    return made(registration, RegistrationSource.SERVED);
  }

  private void check(ClientRegistration registration) {
    ClientRegistrationId id = registration.id();
    // Compares the texts, because the JVM needs 10 ms for the first comparison of records.
    if (registration.grant().type().value().equals(GrantType.PASSWORD.value())) {
      if (!sources.hasCredentials(id)) {
        throw new IllegalArgumentException(
            "Client registration '"
                + id
                + "': the password grant needs credentials; call"
                + " OAuthClientBinder.bindResourceOwnerCredentials(…)");
      }
      LOG.warn(
          "Client registration '{}' uses the password grant, which RFC 9700 §2.4 forbids; use"
              + " another grant if the server supports one",
          id);
    }
  }

  private GrantEngine made(ClientRegistration registration, RegistrationSource source) {
    AuthorizationServer server = servers.of(registration, source);
    TokenSource tokens = sources.of(registration, server);
    Revocation revocation = revocations.of(registration, server);
    SealedTokenStore store = stores.of(registration.id());
    SingleFlight flights = refreshes.of(registration, store, server, tokens, revocation);
    TokenReader reader = refreshes.reader(registration, flights);
    return new GrantEngine(
        registration,
        server,
        cells.of(registration, tokens),
        flights,
        reader,
        writers.rejected(registration, flights, reader),
        writers.requester(registration, store, tokens, revocation, flights),
        writers.handover(registration, store, tokens),
        writers.revoker(registration, store, revocation),
        pending.of(registration));
  }
}
