// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.jdk;

import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.testkit.guice.StrictInjector;
import io.hexauth.testkit.http.FakeEndpoint;
import io.hexauth.testkit.http.FakeHttpServer;
import io.hexauth.testkit.http.ReceivedRequest;
import io.hexauth.testkit.http.Reply;
import io.hexauth.testkit.server.FakeAuthorizationServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** An authorization server, an API that checks its tokens, and a client of both, over sockets. */
final class World implements AutoCloseable {

  static final String INVALID_TOKEN = "Bearer error=\"invalid_token\"";

  final FakeAuthorizationServer server =
      FakeAuthorizationServer.builder().client("app", "s3cret").start();
  final FakeHttpServer http = FakeHttpServer.start();

  /** Endpoint that answers with the request's body. */
  final FakeEndpoint api = http.serve("/orders", this::answer);

  private final Set<String> rejected = ConcurrentHashMap.newKeySet();
  private final OAuthClients clients;
  final OAuthClient client;

  World() {
    this((api, registration) -> registration.resourceOrigins(api.toString()));
  }

  World(BiFunction<URI, ClientRegistration.Builder, ClientRegistration.Builder> change) {
    ClientRegistration registration = change.apply(http.uri("/"), registration()).build();
    clients =
        StrictInjector.create(
                new OAuthClientModule(),
                new InMemoryModule(),
                new FeignTransportModule(),
                binder -> OAuthClientBinder.of(binder).registration(registration))
            .getInstance(OAuthClients.class);
    client = clients.get("acme");
  }

  private ClientRegistration.Builder registration() {
    return ClientRegistration.builder("acme")
        .clientCredentials()
        .clientSecretBasic("app", () -> "s3cret")
        .tokenEndpoint(server.tokenEndpoint().toString())
        .allowPlainHttpOnLoopback();
  }

  private Reply answer(ReceivedRequest request) {
    return rejected.contains(request.header("Authorization").orElse(""))
        ? Reply.of(401).withHeader("WWW-Authenticate", INVALID_TOKEN).withBody("rejected")
        : Reply.of(200).withBody(request.text());
  }

  /** Makes the API reject the current token. */
  void rejectToken() {
    rejected.add(client.token().authorization());
  }

  int tokenRequests() {
    return server.ledger().tokenRequests();
  }

  URI uri() {
    return http.uri("/orders");
  }

  HttpRequest get() {
    return HttpRequest.newBuilder(uri()).build();
  }

  HttpRequest post(HttpRequest.BodyPublisher body) {
    return HttpRequest.newBuilder(uri()).POST(body).build();
  }

  HttpClient authorized(HttpClient plain) {
    return OAuthHttpClient.of(plain, client);
  }

  @Override
  public void close() {
    http.close();
    server.close();
    clients.close();
  }
}
