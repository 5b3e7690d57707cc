// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.client;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.core.internal.grant.GrantEngine;
import io.hexauth.core.internal.grant.GrantEngines;
import io.hexauth.core.internal.storage.PendingAuthorizationsFactory;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.UnknownRegistrationException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import io.hexauth.ports.api.ConnectionStatus;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.spi.OAuthClock;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clients of all registrations, each created at its first use. */
public final class DefaultOAuthClients implements OAuthClients {

  private static final Logger LOG = LoggerFactory.getLogger(DefaultOAuthClients.class);

  private final Map<ClientRegistrationId, ClientRegistration> registrations;
  private final GrantEngines engines;
  private final OAuthClock clock;
  private final OAuthClientConfig config;
  private final TaskPools pools;
  private final SharedRedirectUris redirectUris;
  private final SharedCallbacks callbacks;
  private final ConcurrentMap<ClientRegistrationId, DefaultOAuthClient> clients =
      new ConcurrentHashMap<>();

  @Inject
  DefaultOAuthClients(
      Map<ClientRegistrationId, ClientRegistration> registrations,
      GrantEngines engines,
      OAuthClock clock,
      OAuthClientConfig config,
      TaskPools pools,
      SharedRedirectUris redirectUris,
      PendingAuthorizationsFactory pending) {
    this.registrations = registrations;
    this.engines = engines;
    this.clock = clock;
    this.config = config;
    this.pools = pools;
    this.redirectUris = redirectUris;
    this.callbacks = new SharedCallbacks(pending, this::find);
    engines.whenDropped(clients::remove);
    PlainHttpWarnings.of(registrations.values()).forEach(LOG::warn);
  }

  @Override
  public OAuthClient get(ClientRegistrationId id) {
    if (registrations.containsKey(id)) {
      DefaultOAuthClient known = clients.get(id);
      return known != null ? known : current(id);
    }
    DefaultOAuthClient unused = current(id);
    return served(id);
  }

  private ServedClient served(ClientRegistrationId id) {
    return new ServedClient(id, () -> current(id));
  }

  /**
   * Returns the client of the current registration, because a registration in the application's
   * database may have changed.
   */
  private DefaultOAuthClient current(ClientRegistrationId id) {
    return find(id).orElseThrow(() -> new UnknownRegistrationException(id));
  }

  private Optional<DefaultOAuthClient> find(ClientRegistrationId id) {
    return engines.find(id).map(engine -> client(id, engine));
  }

  private DefaultOAuthClient client(ClientRegistrationId id, GrantEngine engine) {
    DefaultOAuthClient known = clients.get(id);
    return known != null && known.isOf(engine)
        ? known
        : clients.compute(id, (same, old) -> old != null && old.isOf(engine) ? old : made(engine));
  }

  private DefaultOAuthClient made(GrantEngine engine) {
    ClientRegistration registration = engine.registration();
    Optional<AuthorizationCodeFlow> flow =
        registration.grant().isSelfObtainable()
            ? Optional.empty()
            : Optional.of(new AuthorizationCodeFlow(engine, clock, config, redirectUris));
    return new DefaultOAuthClient(engine, clock, flow);
  }

  @Override
  public OAuthClient get(String id) {
    return get(ClientRegistrationId.of(id));
  }

  @Override
  public Set<ClientRegistrationId> ids() {
    return Set.copyOf(registrations.keySet());
  }

  @Override
  public OAuthSession finishAuthorization(
      AuthorizationCallback callback, UserAgentBinding userAgent) {
    DefaultOAuthSession session = callbacks.finish(callback, userAgent);
    ClientRegistrationId id = session.registration().id();
    return registrations.containsKey(id) ? session : served(id).kept(session);
  }

  @Override
  public Map<ClientRegistrationId, ConnectionStatus> status(Principal principal) {
    var begun = new LinkedHashMap<ClientRegistrationId, Supplier<ConnectionStatus>>();
    for (ClientRegistrationId id : registrations.keySet()) {
      GrantEngine engine = engines.find(id).orElseThrow();
      if (engine.knows(principal)) {
        begun.put(id, engine.status(engine.cellOf(principal)));
      }
    }
    var found = new LinkedHashMap<ClientRegistrationId, ConnectionStatus>();
    begun.forEach((id, status) -> found.put(id, orUnknown(status)));
    return Collections.unmodifiableMap(found);
  }

  /**
   * {@return the status; {@code UNKNOWN} if it cannot be read, so that the result still contains
   * the others}
   */
  private static ConnectionStatus orUnknown(Supplier<ConnectionStatus> status) {
    try {
      return status.get();
    } catch (OAuthException e) {
      return ConnectionStatus.unknown(e);
    }
  }

  @Override
  public void close() {
    pools.close();
  }
}
