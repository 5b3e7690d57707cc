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
 * Binder with which an application's Guice modules configure Hexauth. Any number of modules may use
 * it. If two registrations have the same id, Guice does not create the injector.
 *
 * <pre>{@code
 * binder -> OAuthClientBinder.of(binder)
 *     .registration(SPOTIFY)
 *     .bindEventListener().to(AuditLog.class)
 * }</pre>
 *
 * <p>A method with the name {@code bind…} returns a Guice binding, to which you add an instance, a
 * provider, a class or a key. Hexauth gets a token provider, credentials or a listener from Guice
 * when it first needs them, and then keeps them. So these objects may inject {@link OAuthClients}.
 * The other methods are short forms for instances.
 */
public final class OAuthClientBinder {

  private final Binder binder;
  private @Nullable Provider<OAuthClients> clients;

  private OAuthClientBinder(Binder binder) {
    this.binder = binder;
  }

  /**
   * {@return a binder for one Guice module} If Guice reports an error in a binding, it names the
   * line of the module that has called the returned object.
   *
   * @param binder the binder of the module
   */
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
   * Adds a registration that Guice creates from a provider, a class or a key. Hexauth gets it once,
   * when the injector is created, so it must not need {@link OAuthClients}. The registration must
   * have the given id. The method also binds {@code @OAuthRegistration("id") OAuthClient}.
   *
   * @return the binding of {@code @OAuthRegistration("id") ClientRegistration}, which you must
   *     complete
   */
  public LinkedBindingBuilder<ClientRegistration> bindRegistration(String id) {
    var key = Key.get(ClientRegistration.class, new OAuthRegistrationBinding(id));
    register(ClientRegistrationId.of(id), binder.getProvider(key));
    return binder.bind(key);
  }

  /**
   * Adds the application's database of registrations. Hexauth asks it for ids that no module has
   * added. Get the clients of these registrations from {@link OAuthClients#get(String)}.
   *
   * @return the binding of {@link ClientRegistrations}, which you must complete
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

  /**
   * Looks up the provider once for all registrations. A module that adds only a listener does not
   * look it up.
   */
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
   * Adds a listener that Guice creates from a provider, a class or a key.
   *
   * @return the binding of the listener, which you must complete
   */
  public LinkedBindingBuilder<OAuthEventListener> bindEventListener() {
    return eventListeners(binder).addBinding();
  }

  /**
   * Adds application code that obtains the tokens of a registration.
   *
   * @return the binding of {@code @OAuthRegistration("id") TokenProvider}, which you must complete
   */
  public LinkedBindingBuilder<TokenProvider> bindTokenProvider(String registration) {
    return bound(registration, TokenProvider.class, providers(binder));
  }

  /**
   * Adds the supplier of user names and passwords for a registration with the password grant.
   *
   * @return the binding of {@code @OAuthRegistration("id") ResourceOwnerCredentials}, which you
   *     must complete
   */
  public LinkedBindingBuilder<ResourceOwnerCredentials> bindResourceOwnerCredentials(
      String registration) {
    return bound(registration, ResourceOwnerCredentials.class, credentials(binder));
  }

  /**
   * Binds an object of the application for one registration. The map element is a singleton, so
   * that Guice creates a class without a scope only once.
   */
  private <T> LinkedBindingBuilder<T> bound(
      String registration, Class<T> type, MapBinder<ClientRegistrationId, T> all) {
    var key = Key.get(type, new OAuthRegistrationBinding(registration));
    all.addBinding(ClientRegistrationId.of(registration)).to(key).in(Scopes.SINGLETON);
    return binder.bind(key);
  }

  /**
   * Sets the limits of Hexauth. Without this call, the defaults apply.
   *
   * @return this binder
   */
  public OAuthClientBinder config(OAuthClientConfig config) {
    config(binder).setBinding().toInstance(config);
    return this;
  }

  /**
   * Sets the limits of Hexauth from a provider, a class or a key, for example if the application
   * reads them from its configuration.
   *
   * @return the binding of the limits, which you must complete
   */
  public LinkedBindingBuilder<OAuthClientConfig> bindConfig() {
    return config(binder).setBinding();
  }

  /**
   * Sets the clock, for tests. Without this call, Hexauth uses the clocks of the machine.
   *
   * @return this binder
   */
  public OAuthClientBinder clock(OAuthClock clock) {
    clock(binder).setBinding().toInstance(clock);
    return this;
  }

  /**
   * Sets a hook that can stop refreshes at named points, for tests. Without this call, Hexauth
   * stops no refresh.
   *
   * @return this binder
   */
  public OAuthClientBinder faultPoints(FaultPoints faultPoints) {
    faultPoints(binder).setBinding().toInstance(faultPoints);
    return this;
  }

  /**
   * Returns a set instead of a map, because a set needs fewer Guice elements. Two registrations
   * with one id still fail, because their clients have the same key.
   */
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
