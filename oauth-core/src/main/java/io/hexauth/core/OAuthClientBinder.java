// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core;

import com.google.inject.Binder;
import com.google.inject.Key;
import com.google.inject.Provider;
import com.google.inject.Scopes;
import com.google.inject.binder.LinkedBindingBuilder;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.ClientRegistrations;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthEventListener;
import io.hexauth.ports.api.ResourceOwnerCredentials;
import io.hexauth.ports.api.TokenProvider;
import io.hexauth.ports.spi.FaultPoints;
import io.hexauth.ports.spi.OAuthClock;
import org.jspecify.annotations.Nullable;

/**
 * Binder by which an application's modules contribute to Hexauth. Any number of modules may use it;
 * two registrations with one id fail the injector's creation.
 *
 * <pre>{@code
 * binder -> OAuthClientBinder.of(binder)
 *     .registration(SPOTIFY)
 *     .bindEventListener().to(AuditLog.class)
 * }</pre>
 *
 * <p>A method that is called {@code bind…} returns a binding of Guice: it takes an instance, a
 * provider, a class or a key. Hexauth asks for a token provider, for credentials and for a listener
 * when it needs them first, and keeps them; so they may inject {@link OAuthClients}. The other
 * methods are short forms for instances.
 */
public final class OAuthClientBinder {

  private final Binder binder;
  private @Nullable Provider<OAuthClients> clients;

  private OAuthClientBinder(Binder binder) {
    this.binder = binder;
  }

  /** {@return a binder for this module; mistakes are reported at the line that calls it} */
  public static OAuthClientBinder of(Binder binder) {
    return new OAuthClientBinder(binder.skipSources(OAuthClientBinder.class));
  }

  /**
   * Adds a registration, and binds its {@code @OAuthRegistration("id") OAuthClient}.
   *
   * @return this binder
   */
  public OAuthClientBinder registration(ClientRegistration registration) {
    register(registration.id(), () -> registration);
    return this;
  }

  /**
   * Adds a registration that Guice makes: from a provider, a class or a key. It is asked for once,
   * when the injector is created, and must not need {@link OAuthClients}. Its id must be the one
   * that is given here. Binds {@code @OAuthRegistration("id") OAuthClient} as well.
   *
   * @return the binding of {@code @OAuthRegistration("id") ClientRegistration}, to be completed
   */
  public LinkedBindingBuilder<ClientRegistration> bindRegistration(String id) {
    var key = Key.get(ClientRegistration.class, new OAuthRegistrationBinding(id));
    register(ClientRegistrationId.of(id), binder.getProvider(key));
    return binder.bind(key);
  }

  /**
   * Adds the application's database of registrations, which is asked for ids that no module has
   * added. Clients of these registrations come from {@link OAuthClients#get(String)}.
   *
   * @return the binding of {@link ClientRegistrations}, to be completed
   */
  public LinkedBindingBuilder<ClientRegistrations> bindClientRegistrations() {
    return clientRegistrations(binder).setBinding();
  }

  private void register(ClientRegistrationId id, Provider<ClientRegistration> registration) {
    registrations(binder).addBinding().toInstance(new Registered(id, registration));
    Provider<OAuthClients> all = clients();
    binder
        .bind(OAuthClient.class)
        .annotatedWith(new OAuthRegistrationBinding(id.value()))
        .toProvider(() -> all.get().get(id));
  }

  /** One look-up for all registrations; none where only a listener is added. */
  private Provider<OAuthClients> clients() {
    Provider<OAuthClients> known = clients;
    if (known == null) {
      known = binder.getProvider(OAuthClients.class);
      clients = known;
    }
    return known;
  }

  /**
   * Adds a listener.
   *
   * @return this binder
   */
  public OAuthClientBinder eventListener(OAuthEventListener listener) {
    eventListeners(binder).addBinding().toInstance(listener);
    return this;
  }

  /**
   * Adds a listener that Guice makes: from a provider, a class or a key.
   *
   * @return the binding of the listener, to be completed
   */
  public LinkedBindingBuilder<OAuthEventListener> bindEventListener() {
    return eventListeners(binder).addBinding();
  }

  /**
   * Adds the application's own way to obtain the tokens of a registration.
   *
   * @return the binding of {@code @OAuthRegistration("id") TokenProvider}, to be completed
   */
  public LinkedBindingBuilder<TokenProvider> bindTokenProvider(String registration) {
    return bound(registration, TokenProvider.class, providers(binder));
  }

  /**
   * Adds the user names and passwords of a password registration.
   *
   * @return the binding of {@code @OAuthRegistration("id") ResourceOwnerCredentials}, to be
   *     completed
   */
  public LinkedBindingBuilder<ResourceOwnerCredentials> bindResourceOwnerCredentials(
      String registration) {
    return bound(registration, ResourceOwnerCredentials.class, credentials(binder));
  }

  /** The element is a singleton, so that a class without a scope is made once. */
  private <T> LinkedBindingBuilder<T> bound(
      String registration, Class<T> type, MapBinder<ClientRegistrationId, T> all) {
    var key = Key.get(type, new OAuthRegistrationBinding(registration));
    all.addBinding(ClientRegistrationId.of(registration)).to(key).in(Scopes.SINGLETON);
    return binder.bind(key);
  }

  /**
   * Sets the bounds of what waits, runs and is kept; without it they are the defaults.
   *
   * @return this binder
   */
  public OAuthClientBinder config(OAuthClientConfig config) {
    config(binder).setBinding().toInstance(config);
    return this;
  }

  /**
   * Sets the bounds from a provider, a class or a key, for an application that reads them.
   *
   * @return the binding of the bounds, to be completed
   */
  public LinkedBindingBuilder<OAuthClientConfig> bindConfig() {
    return config(binder).setBinding();
  }

  /**
   * Sets the clock, for tests; without it it is the machine's.
   *
   * @return this binder
   */
  public OAuthClientBinder clock(OAuthClock clock) {
    clock(binder).setBinding().toInstance(clock);
    return this;
  }

  /**
   * Stops refreshes where a test wants to see them stop; without it nothing ever does.
   *
   * @return this binder
   */
  public OAuthClientBinder faultPoints(FaultPoints faultPoints) {
    faultPoints(binder).setBinding().toInstance(faultPoints);
    return this;
  }

  /** A set and no map, for it takes fewer elements; clients with one id are bound twice. */
  static Multibinder<Registered> registrations(Binder binder) {
    return Multibinder.newSetBinder(binder, Registered.class);
  }

  static Multibinder<OAuthEventListener> eventListeners(Binder binder) {
    return Multibinder.newSetBinder(binder, OAuthEventListener.class);
  }

  static OptionalBinder<ClientRegistrations> clientRegistrations(Binder binder) {
    return OptionalBinder.newOptionalBinder(binder, ClientRegistrations.class);
  }

  static MapBinder<ClientRegistrationId, TokenProvider> providers(Binder binder) {
    return MapBinder.newMapBinder(binder, ClientRegistrationId.class, TokenProvider.class);
  }

  static MapBinder<ClientRegistrationId, ResourceOwnerCredentials> credentials(Binder binder) {
    return MapBinder.newMapBinder(
        binder, ClientRegistrationId.class, ResourceOwnerCredentials.class);
  }

  static OptionalBinder<OAuthClientConfig> config(Binder binder) {
    return OptionalBinder.newOptionalBinder(binder, OAuthClientConfig.class);
  }

  static OptionalBinder<OAuthClock> clock(Binder binder) {
    return OptionalBinder.newOptionalBinder(binder, OAuthClock.class);
  }

  static OptionalBinder<FaultPoints> faultPoints(Binder binder) {
    return OptionalBinder.newOptionalBinder(binder, FaultPoints.class);
  }
}
