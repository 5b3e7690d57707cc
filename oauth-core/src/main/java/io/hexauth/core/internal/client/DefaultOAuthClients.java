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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every registration's client, made at start-up so that a mistake in one shows there. */
public final class DefaultOAuthClients implements OAuthClients {

  private static final Logger LOG = LoggerFactory.getLogger(DefaultOAuthClients.class);

  private final Map<ClientRegistrationId, OAuthClient> clients = new LinkedHashMap<>();
  private final TaskPools pools;

  @Inject
  DefaultOAuthClients(
      Map<ClientRegistrationId, ClientRegistration> registrations,
      GrantEngines engines,
      OAuthClock clock,
      OAuthClientConfig config,
      TaskPools pools,
      SharedRedirectUris redirectUris) {
    this.pools = pools;
    PlainHttpWarnings.of(registrations.values()).forEach(LOG::warn);
    for (ClientRegistration registration : registrations.values()) {
      GrantEngine engine = engines.find(registration.id()).orElseThrow();
      Optional<AuthorizationCodeFlow> flow =
          registration.grant().isSelfObtainable()
              ? Optional.empty()
              : Optional.of(
                  new AuthorizationCodeFlow(
                      engine, clock, config, redirectUris.neededFor(registration)));
      clients.put(registration.id(), new DefaultOAuthClient(engine, clock, flow));
    }
  }

  @Override
  public OAuthClient get(ClientRegistrationId id) {
    OAuthClient client = clients.get(id);
    if (client == null) {
      throw new UnknownRegistrationException(id);
    }
    return client;
  }

  @Override
  public OAuthClient get(String id) {
    return get(ClientRegistrationId.of(id));
  }

  @Override
  public Set<ClientRegistrationId> ids() {
    return Set.copyOf(clients.keySet());
  }

  @Override
  public void close() {
    pools.close();
  }
}
