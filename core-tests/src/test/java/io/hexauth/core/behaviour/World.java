// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import com.google.inject.Injector;
import com.google.inject.Module;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.guice.StrictInjector;
import io.hexauth.testkit.server.FakeAuthorizationServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** A server, a clock and one store, which several nodes share. Close it after the test. */
final class World implements AutoCloseable {

  static final String CLIENT = "app";
  static final String SECRET = "s3cret";

  private final VirtualClock clock = VirtualClock.create();
  private final FakeAuthorizationServer server =
      FakeAuthorizationServer.builder()
          .client(CLIENT, SECRET)
          .user("alice", "wonderland")
          .user("bob", "builder")
          .clock(clock)
          .start();
  private final List<Node> nodes = new CopyOnWriteArrayList<>();
  private final OAuthClock storeClock;
  private final FaultyStore store;
  private final FaultyCipher cipher;
  private final WatchedPendingStore pending;

  World() {
    this(clock -> clock);
  }

  /** {@return a world whose store is on another machine; tests do not change its wall clock} */
  static World withClockOfTheStore() {
    return new World(SteadyClock::new);
  }

  private World(Function<OAuthClock, OAuthClock> clockOfTheStore) {
    storeClock = clockOfTheStore.apply(clock);
    Injector memory = memory();
    store = new FaultyStore(memory.getInstance(TokenStore.class));
    cipher = new FaultyCipher(memory.getInstance(TokenCipher.class));
    pending = new WatchedPendingStore(memory.getInstance(PendingAuthorizationStore.class));
  }

  private Injector memory() {
    return StrictInjector.create(
        new InMemoryModule(), binder -> binder.bind(OAuthClock.class).toInstance(storeClock));
  }

  /** Deletes all data of the store. */
  void loseEverythingStored() {
    store.restore(memory().getInstance(TokenStore.class));
  }

  VirtualClock clock() {
    return clock;
  }

  FakeAuthorizationServer server() {
    return server;
  }

  FaultyStore store() {
    return store;
  }

  WatchedPendingStore pending() {
    return pending;
  }

  FaultyCipher cipher() {
    return cipher;
  }

  /**
   * {@return a new process, with its own memory and threads, and with the shared store and server}
   */
  Node node(ClientRegistration registration) {
    return node(registration, binder -> {});
  }

  Node node(ClientRegistration registration, Consumer<OAuthClientBinder> more) {
    return node(registration, clock, more);
  }

  /** {@return a new process on a machine with another clock} */
  Node node(ClientRegistration registration, OAuthClock itsClock) {
    return node(registration, itsClock, binder -> {});
  }

  private Node node(
      ClientRegistration registration, OAuthClock itsClock, Consumer<OAuthClientBinder> more) {
    Module shared =
        binder -> {
          binder.bind(TokenStore.class).toInstance(store);
          binder.bind(PendingAuthorizationStore.class).toInstance(pending);
          binder.bind(TokenCipher.class).toInstance(cipher);
        };
    var node = new Node(registration, itsClock, shared, more);
    nodes.add(node);
    return node;
  }

  /** {@return a builder of a registration whose users consent, without scopes} */
  ClientRegistration.Builder authorizationCode() {
    return registration().authorizationCode().redirectUri("https://app.example/callback");
  }

  ClientRegistration.Builder clientCredentials() {
    return registration().clientCredentials();
  }

  ClientRegistration.Builder password() {
    return registration().password();
  }

  ClientRegistration.Builder extension(String grantType, Map<String, String> parameters) {
    return registration().extensionGrant(grantType, () -> parameters);
  }

  /** {@return a builder of a registration of a discovered server} */
  ClientRegistration.Builder discovered() {
    return ClientRegistration.builder("acme")
        .allowPlainHttpOnLoopback()
        .authorizationCode()
        .clientSecretBasic(CLIENT, () -> SECRET)
        .discover(server.issuer().toString())
        .redirectUri("https://app.example/callback");
  }

  private ClientRegistration.Builder registration() {
    return ClientRegistration.builder("acme")
        .allowPlainHttpOnLoopback()
        .clientSecretBasic(CLIENT, () -> SECRET)
        .authorizationEndpoint(server.authorizationEndpoint().toString())
        .tokenEndpoint(server.tokenEndpoint().toString())
        .revocationEndpoint(server.revocationEndpoint().toString())
        .issuer(server.issuer().toString());
  }

  static final Principal ALICE = Principal.of("alice");

  private volatile String secret = SECRET;

  /** {@return the current secret of the client, which an operator may have changed} */
  String secret() {
    return secret;
  }

  void useSecret(String other) {
    secret = other;
  }

  /** {@return the grant types of the last requests, oldest first} */
  List<String> grantTypes() {
    return server.token().requests().stream()
        .map(request -> request.form().first("grant_type").orElse("none"))
        .toList();
  }

  int tokenRequests() {
    return server.ledger().tokenRequests();
  }

  @Override
  public void close() {
    // The server is closed first, which ends requests that wait for it.
    server.close();
    nodes.forEach(Node::close);
  }
}
