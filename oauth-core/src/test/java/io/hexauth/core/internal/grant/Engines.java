// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import com.google.inject.Guice;
import com.google.inject.Module;
import com.google.inject.Scopes;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import io.hexauth.core.internal.cache.CachedGrants;
import io.hexauth.core.internal.events.EventDispatcher;
import io.hexauth.core.internal.server.RequestGates;
import io.hexauth.core.internal.server.ServerDirectory;
import io.hexauth.core.internal.time.NodeName;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.ClientRegistrations;
import io.hexauth.ports.api.OAuthEventListener;
import io.hexauth.ports.api.ResourceOwnerCredentials;
import io.hexauth.ports.api.TokenProvider;
import io.hexauth.ports.spi.FaultPoints;

/** Engines, created like those of the injector, without listeners and token providers. */
final class Engines {

  private Engines() {}

  /**
   * {@return the engine of a new process}
   *
   * @param around a module that binds ports, configuration, clock, randomness and pools
   */
  static GrantEngine of(ClientRegistration registration, Module around) {
    return Guice.createInjector(
            around,
            binder -> {
              binder.bind(FaultPoints.class).toInstance((point, key) -> {});
              binder.bind(NodeName.class).in(Scopes.SINGLETON);
              binder.bind(CachedGrants.class).in(Scopes.SINGLETON);
              binder.bind(RequestGates.class).in(Scopes.SINGLETON);
              binder.bind(ServerDirectory.class).in(Scopes.SINGLETON);
              binder.bind(EventDispatcher.class).in(Scopes.SINGLETON);
              OptionalBinder.newOptionalBinder(binder, ClientRegistrations.class);
              Multibinder.newSetBinder(binder, OAuthEventListener.class);
              MapBinder.newMapBinder(binder, ClientRegistrationId.class, TokenProvider.class);
              MapBinder.newMapBinder(
                  binder, ClientRegistrationId.class, ResourceOwnerCredentials.class);
              MapBinder.newMapBinder(binder, ClientRegistrationId.class, ClientRegistration.class)
                  .addBinding(registration.id())
                  .toInstance(registration);
            })
        .getInstance(GrantEngines.class)
        .find(registration.id())
        .orElseThrow();
  }
}
