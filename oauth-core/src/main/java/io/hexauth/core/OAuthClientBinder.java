// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core;

import com.google.inject.Binder;
import com.google.inject.Provider;
import com.google.inject.Scopes;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.IncidentListener;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.ResourceOwnerCredentials;
import io.hexauth.ports.api.TokenListener;
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
 *     .listener(AuditLog.class)
 * }</pre>
 *
 * <p>Classes are made by Guice as singletons, when they are needed first; so they may inject {@link
 * OAuthClients}.
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
    registrations(binder).addBinding().toInstance(new Registered(registration));
    Provider<OAuthClients> all = clients();
    binder
        .bind(OAuthClient.class)
        .annotatedWith(new OAuthRegistrationBinding(registration.id().value()))
        .toProvider(() -> all.get().get(registration.id()));
    return this;
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
   * Adds a listener that is told about every token.
   *
   * @return this binder
   */
  public OAuthClientBinder listener(TokenListener listener) {
    listeners(binder).addBinding().toInstance(listener);
    return this;
  }

  /**
   * Adds a listener that is told about every token.
   *
   * @return this binder
   */
  public OAuthClientBinder listener(Class<? extends TokenListener> listener) {
    binder.bind(listener).in(Scopes.SINGLETON);
    listeners(binder).addBinding().to(listener);
    return this;
  }

  /**
   * Adds a listener that is told what an operator wants to know.
   *
   * @return this binder
   */
  public OAuthClientBinder incidentListener(IncidentListener listener) {
    incidentListeners(binder).addBinding().toInstance(listener);
    return this;
  }

  /**
   * Adds a listener that is told what an operator wants to know.
   *
   * @return this binder
   */
  public OAuthClientBinder incidentListener(Class<? extends IncidentListener> listener) {
    binder.bind(listener).in(Scopes.SINGLETON);
    incidentListeners(binder).addBinding().to(listener);
    return this;
  }

  /**
   * Lets an application obtain the tokens of a registration in its own way.
   *
   * @return this binder
   */
  public OAuthClientBinder tokenProvider(String registration, TokenProvider provider) {
    providers(binder).addBinding(ClientRegistrationId.of(registration)).toInstance(provider);
    return this;
  }

  /**
   * Lets an application obtain the tokens of a registration in its own way.
   *
   * @return this binder
   */
  public OAuthClientBinder tokenProvider(
      String registration, Class<? extends TokenProvider> provider) {
    binder.bind(provider).in(Scopes.SINGLETON);
    providers(binder).addBinding(ClientRegistrationId.of(registration)).to(provider);
    return this;
  }

  /**
   * Gives the user names and passwords of a password registration.
   *
   * @return this binder
   */
  public OAuthClientBinder resourceOwnerCredentials(
      String registration, ResourceOwnerCredentials credentials) {
    credentials(binder).addBinding(ClientRegistrationId.of(registration)).toInstance(credentials);
    return this;
  }

  /**
   * Gives the user names and passwords of a password registration.
   *
   * @return this binder
   */
  public OAuthClientBinder resourceOwnerCredentials(
      String registration, Class<? extends ResourceOwnerCredentials> credentials) {
    binder.bind(credentials).in(Scopes.SINGLETON);
    credentials(binder).addBinding(ClientRegistrationId.of(registration)).to(credentials);
    return this;
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

  static Multibinder<TokenListener> listeners(Binder binder) {
    return Multibinder.newSetBinder(binder, TokenListener.class);
  }

  static Multibinder<IncidentListener> incidentListeners(Binder binder) {
    return Multibinder.newSetBinder(binder, IncidentListener.class);
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
