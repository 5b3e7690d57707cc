// SPDX-License-Identifier: Apache-2.0
package io.hexauth.consumer;

import com.google.inject.Guice;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import feign.Client;
import feign.Feign;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.examples.smallest.Billing;
import io.hexauth.examples.smallest.BillingClient;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.http.feign.client.OAuthFeign;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** An application that uses the smallest example, against an authorization server and an API on loopback. */
public final class Application {

  private static final String TOKEN =
      "{\"access_token\":\"t0ken\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"scope\":\"read\"}";

  private Application() {}

  /**
   * Exits with 0 if the API was called with the token.
   *
   * @param args the class of a Feign client, or none for the smallest example as it is
   */
  public static void main(String[] args) {
    int status = 1;
    try {
      status = called(args) ? 0 : 1;
    } catch (Exception | LinkageError e) {
      e.printStackTrace(System.out);
    }
    System.out.println(status == 0 ? "called" : "not called");
    System.out.flush();
    Runtime.getRuntime().halt(status);
  }

  private static boolean called(String[] args) throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/token", exchange -> answer(exchange, 200, TOKEN));
    server.createContext(
        "/api",
        exchange -> {
          String sent = exchange.getRequestHeaders().getFirst("Authorization");
          answer(exchange, "Bearer t0ken".equals(sent) ? 200 : 401, "\"invoices\"");
        });
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    server.createContext(
        "/.well-known/oauth-authorization-server",
        exchange ->
            answer(
                exchange,
                200,
                "{\"issuer\":\"" + url + "\",\"token_endpoint\":\"" + url + "/token\"}"));
    server.start();
    Billing billing =
        args.length == 0 ? BillingClient.billing(url, "s3cret", url) : over(args[0], url);
    return billing.invoices().contains("invoices");
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** The smallest example, but over this Feign client. */
  private static Billing over(String feignClient, String url) throws ReflectiveOperationException {
    Client http = (Client) Class.forName(feignClient).getDeclaredConstructor().newInstance();
    return Feign.builder()
        .client(http)
        .addCapability(OAuthFeign.of(client(url)))
        .target(Billing.class, url);
  }

  static OAuthClient client(String url) {
    var billing =
        ClientRegistration.builder("billing")
            .clientCredentials()
            .allowPlainHttpOnLoopback()
            .tokenEndpoint(url + "/token")
            .clientSecretBasic("billing-service", () -> "s3cret")
            .scopes("read")
            .build();
    return Guice.createInjector(
            new OAuthClientModule(),
            new FeignTransportModule(),
            new InMemoryModule(),
            binder -> OAuthClientBinder.of(binder).registration(billing))
        .getInstance(OAuthClients.class)
        .get("billing");
  }
}
