// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.memory;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.util.Modules;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TransportResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A client with many users. At the first call of a user, the client reads the grant from a store.
 * After that, it has the grant in memory. The store itself needs no memory, because it creates each
 * grant when the grant is read.
 */
public final class ManyGrants implements AutoCloseable {

  private static final String REGISTRATION = "benchmark";

  private final OAuthClients clients;
  private final OAuthClient client;
  private final EveryonesGrant store;
  private final int users;

  private ManyGrants(OAuthClients clients, EveryonesGrant store, int users) {
    this.clients = clients;
    this.client = clients.get(REGISTRATION);
    this.store = store;
    this.users = users;
  }

  /**
   * Creates a client without grants in memory.
   *
   * @param accessToken number of characters of an access token
   * @param refreshToken number of characters of a refresh token
   */
  public static ManyGrants of(int users, int accessToken, int refreshToken) {
    var cipher = new NumberedTokens();
    var store = new EveryonesGrant(template(cipher, accessToken, refreshToken));
    Module stored = binder -> binder.bind(TokenStore.class).toInstance(store);
    OAuthClientConfig config =
        OAuthClientConfig.defaults()
            .withLimits(32, users)
            .withCachedBytes(Long.MAX_VALUE)
            .withStaleness(Duration.ofHours(1));
    Injector injector = injector(config, cipher, stored, accessToken, refreshToken);
    return new ManyGrants(injector.getInstance(OAuthClients.class), store, users);
  }

  /** Calls the client once for each user, which reads all grants into memory. */
  public ManyGrants fill() {
    IntStream.range(0, users).parallel().forEach(user -> client.session(user(user)).token());
    return this;
  }

  /** {@return whether all grants are in memory and each was read once} */
  public boolean isFilled() {
    client.session(user(0)).token();
    client.session(user(users - 1)).token();
    return store.finds() == users;
  }

  /** {@return the client} */
  public OAuthClient client() {
    return client;
  }

  /** {@return the principal of a user, as an application creates it for each call} */
  public static Principal user(int number) {
    return Principal.of("user-%07d".formatted(number));
  }

  @Override
  public void close() {
    clients.close();
  }

  /** {@return the stored grant of one user; the cipher keeps its document} */
  private static StoredGrant template(NumberedTokens cipher, int accessToken, int refreshToken) {
    Injector injector =
        injector(OAuthClientConfig.defaults(), cipher, binder -> {}, accessToken, refreshToken);
    try (OAuthClients clients = injector.getInstance(OAuthClients.class)) {
      clients.get(REGISTRATION).session(user(0)).token();
      GrantKey key =
          GrantKey.of(
              OAuthClientConfig.defaults().namespace(),
              ClientRegistrationId.of(REGISTRATION),
              user(0));
      return injector.getInstance(TokenStore.class).find(key).grant().orElseThrow();
    }
  }

  private static Injector injector(
      OAuthClientConfig config,
      TokenCipher cipher,
      Module store,
      int accessToken,
      int refreshToken) {
    return Guice.createInjector(
        new OAuthClientModule(),
        Modules.override(new InMemoryModule())
            .with(store, binder -> binder.bind(TokenCipher.class).toInstance(cipher)),
        binder -> {
          binder
              .bind(OAuthTransport.class)
              .toInstance(request -> granted(accessToken, refreshToken));
          OAuthClientBinder.of(binder)
              .config(config)
              .registration(
                  ClientRegistration.builder(REGISTRATION)
                      .password()
                      .clientSecretBasic("client", () -> "secret")
                      .tokenEndpoint("https://login.example/token")
                      .scopes("read", "write")
                      .build())
              .bindResourceOwnerCredentials(REGISTRATION)
              .toInstance(user -> Optional.of(new ResourceOwner("user", "password")));
        });
  }

  private static TransportResult granted(int accessToken, int refreshToken) {
    return new TransportResult.Response(
        200,
        Map.of("content-type", List.of("application/json")),
        """
        {"access_token":"%s","refresh_token":"%s","token_type":"Bearer","expires_in":36000,"scope":"read write"}"""
            .formatted(NumberedTokens.token(accessToken), NumberedTokens.token(refreshToken))
            .getBytes(StandardCharsets.UTF_8));
  }
}
