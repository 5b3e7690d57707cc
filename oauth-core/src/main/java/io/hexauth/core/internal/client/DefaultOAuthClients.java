// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.client;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.core.internal.grant.GrantEngine;
import io.hexauth.core.internal.grant.GrantEngines;
import io.hexauth.domain.error.UnknownRegistrationException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.spi.OAuthClock;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every registration's client, made when it is first asked for. */
public final class DefaultOAuthClients implements OAuthClients {

  private static final Logger LOG = LoggerFactory.getLogger(DefaultOAuthClients.class);

  private final Map<ClientRegistrationId, ClientRegistration> registrations;
  private final GrantEngines engines;
  private final OAuthClock clock;
  private final OAuthClientConfig config;
  private final TaskPools pools;
  private final SharedRedirectUris redirectUris;
  private final ConcurrentMap<ClientRegistrationId, OAuthClient> clients =
      new ConcurrentHashMap<>();

  @Inject
  DefaultOAuthClients(
      Map<ClientRegistrationId, ClientRegistration> registrations,
      GrantEngines engines,
      OAuthClock clock,
      OAuthClientConfig config,
      TaskPools pools,
      SharedRedirectUris redirectUris) {
    this.registrations = registrations;
    this.engines = engines;
    this.clock = clock;
    this.config = config;
    this.pools = pools;
    this.redirectUris = redirectUris;
    PlainHttpWarnings.of(registrations.values()).forEach(LOG::warn);
  }

  @Override
  public OAuthClient get(ClientRegistrationId id) {
    OAuthClient known = clients.get(id);
    return known != null ? known : clients.computeIfAbsent(id, this::made);
  }

  private OAuthClient made(ClientRegistrationId id) {
    GrantEngine engine = engines.find(id).orElseThrow(() -> new UnknownRegistrationException(id));
    ClientRegistration registration = engine.registration();
    Optional<AuthorizationCodeFlow> flow =
        registration.grant().isSelfObtainable()
            ? Optional.empty()
            : Optional.of(
                new AuthorizationCodeFlow(engine, clock, config, redirectUris));
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
  public void close() {
    pools.close();
  }
}
