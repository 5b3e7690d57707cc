// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import com.google.inject.PrivateModule;
import com.google.inject.Provider;
import com.google.inject.Scopes;
import com.google.inject.multibindings.OptionalBinder;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.cache.CachedGrants;
import io.hexauth.core.internal.client.DefaultOAuthClients;
import io.hexauth.core.internal.client.SharedRedirectUris;
import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.core.internal.events.EventDispatcher;
import io.hexauth.core.internal.grant.GrantEngines;
import io.hexauth.core.internal.grant.GrantWriters;
import io.hexauth.core.internal.grant.ServedEngines;
import io.hexauth.core.internal.grant.StoreMaintenance;
import io.hexauth.core.internal.grant.TokenCellsFactory;
import io.hexauth.core.internal.json.JsonClassPathCheck;
import io.hexauth.core.internal.refresh.Refreshes;
import io.hexauth.core.internal.refresh.TokenMaterializers;
import io.hexauth.core.internal.server.AuthorizationServers;
import io.hexauth.core.internal.server.RequestGates;
import io.hexauth.core.internal.server.Revocations;
import io.hexauth.core.internal.server.ServerDirectory;
import io.hexauth.core.internal.server.TokenSources;
import io.hexauth.core.internal.storage.PendingAuthorizationsFactory;
import io.hexauth.core.internal.storage.SealedTokenStores;
import io.hexauth.core.internal.time.NodeName;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.core.internal.time.SystemOAuthClock;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthMaintenance;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Guice module of Hexauth's core.
 *
 * <p><strong>Requires</strong> {@link TokenStore}, {@link PendingAuthorizationStore}, {@link
 * OAuthTransport} and {@link TokenCipher}. Each comes from the module of an adapter, or all except
 * the transport from {@link InMemoryModule}. None of them has a default.
 *
 * <p><strong>Provides</strong> {@link OAuthClients}, {@link OAuthMaintenance}, {@link
 * io.hexauth.ports.spi.OAuthClock} (that of the machine, unless {@link OAuthClientBinder} sets
 * another), and an {@code @OAuthRegistration("id") OAuthClient} for each registration of {@link
 * OAuthClientBinder}.
 *
 * <p>The module does no I/O, and keeps no thread before the first request. While the injector is
 * created, a short-lived thread tests that JSON can be read and written with the libraries on the
 * class path. If this test fails, Guice does not create the injector. Installing the module twice
 * has the same effect as installing it once.
 */
public final class OAuthClientModule extends AbstractModule {

  @Override
  protected void configure() {
    requireBinding(TokenStore.class);
    requireBinding(PendingAuthorizationStore.class);
    requireBinding(OAuthTransport.class);
    requireBinding(TokenCipher.class);
    OAuthClientBinder.registrations(binder());
    OAuthClientBinder.eventListeners(binder());
    OAuthClientBinder.providers(binder());
    OAuthClientBinder.credentials(binder());
    OptionalBinder.newOptionalBinder(binder(), TokenStoreMaintenance.class);
    OAuthClientBinder.clientRegistrations(binder());
    OAuthClientBinder.config(binder()).setDefault().toInstance(OAuthClientConfig.defaults());
    OAuthClientBinder.faultPoints(binder()).setDefault().toInstance((point, key) -> {});
    OAuthClientBinder.clock(binder()).setDefault().to(SystemOAuthClock.class).in(Scopes.SINGLETON);
    install(new Internals());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OAuthClientModule;
  }

  @Override
  public int hashCode() {
    return OAuthClientModule.class.hashCode();
  }

  /** Bindings that other modules do not see. */
  private static final class Internals extends PrivateModule {

    @Override
    protected void configure() {
      var json = BackgroundCheck.started(JsonClassPathCheck::new);
      bindRegistrations();
      bind(SharedRedirectUris.class).asEagerSingleton();
      bind(TaskPools.class).in(Scopes.SINGLETON);
      bind(RequestGates.class).in(Scopes.SINGLETON);
      bind(CachedGrants.class).in(Scopes.SINGLETON);
      bind(EventDispatcher.class).in(Scopes.SINGLETON);
      bind(RandomSource.class).in(Scopes.SINGLETON);
      bind(NodeName.class).in(Scopes.SINGLETON);
      bind(SealedTokenStores.class).in(Scopes.SINGLETON);
      bind(PendingAuthorizationsFactory.class).in(Scopes.SINGLETON);
      bind(ServerDirectory.class).in(Scopes.SINGLETON);
      bind(AuthorizationServers.class).in(Scopes.SINGLETON);
      bind(TokenSources.class).in(Scopes.SINGLETON);
      bind(Revocations.class).in(Scopes.SINGLETON);
      bind(TokenMaterializers.class).in(Scopes.SINGLETON);
      bind(Refreshes.class).in(Scopes.SINGLETON);
      bind(GrantWriters.class).in(Scopes.SINGLETON);
      bind(TokenCellsFactory.class).in(Scopes.SINGLETON);
      bind(ServedEngines.class).in(Scopes.SINGLETON);
      bind(GrantEngines.class).in(Scopes.SINGLETON);
      bind(DefaultOAuthClients.class).in(Scopes.SINGLETON);
      bind(OAuthClients.class).to(DefaultOAuthClients.class);
      bind(StoreMaintenance.class).in(Scopes.SINGLETON);
      bind(OAuthMaintenance.class).to(StoreMaintenance.class);
      bind(JsonClassPathCheck.class)
          .toProvider(json::get)
          .asEagerSingleton(); // last: the check runs in the meantime
      expose(OAuthClients.class);
      expose(OAuthMaintenance.class);
    }

    private void bindRegistrations() {
      Provider<Set<Registered>> all = getProvider(new Key<Set<Registered>>() {});
      bind(new Key<Map<ClientRegistrationId, ClientRegistration>>() {})
          .toProvider(() -> byId(all.get()))
          .in(Scopes.SINGLETON);
    }

    private static Map<ClientRegistrationId, ClientRegistration> byId(
        Set<Registered> registrations) {
      Map<ClientRegistrationId, ClientRegistration> byId = new LinkedHashMap<>();
      for (Registered element : registrations) {
        ClientRegistration registration = element.registration();
        byId.put(registration.id(), registration);
      }
      return byId;
    }
  }
}
