// SPDX-License-Identifier: Apache-2.0
package io.hexauth.consumer;

import com.google.inject.Guice;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import feign.Client;
import feign.Feign;
import feign.RequestLine;
import feign.Response;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.examples.smallest.Billing;
import io.hexauth.examples.smallest.BillingClient;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.http.feign.OAuthFeign;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Application that uses the smallest example, with an authorization server and an API on loopback. */
public final class Application {

  private static final String TOKEN =
      "{\"access_token\":\"t0ken%d\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"scope\":\"read\"}";

  /** Calls whose answers a Feign client could handle itself. */
  interface Answers {

    @RequestLine("GET /moved")
    Response moved();

    @RequestLine("POST /echo")
    String echo(String body);
  }

  /** A way to call the API without the smallest example. */
  interface Way {

    /** {@return true if the API was called at this URL and received the body} */
    boolean works(String url) throws IOException, InterruptedException;
  }

  private Application() {}

  /**
   * Calls the API. The exit status is 0 if the call succeeded with the second token, after the API had rejected the first one.
   * @param args the class of a Feign client or of another way; empty for the smallest example
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
    var tokens = new AtomicInteger();
    server.createContext(
        "/token", exchange -> answer(exchange, 200, TOKEN.formatted(tokens.incrementAndGet())));
    server.createContext("/api", exchange -> answer(exchange, status(exchange), "\"invoices\""));
    server.createContext("/echo", exchange -> answer(exchange, status(exchange), "\"tea\""));
    server.createContext(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/api");
          answer(exchange, 302, "\"moved\"");
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
    boolean invoices =
        args.length == 0
            ? BillingClient.billing(url, "s3cret", url).invoices().contains("invoices")
            : worksOver(args[0], url);
    return invoices && tokens.get() >= 2;
  }

  /** {@return the status of the API} It rejects the first token, and each incomplete body. */
  private static int status(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean whole = exchange.getRequestMethod().equals("GET") || body.equals("tea");
    String sent = exchange.getRequestHeaders().getFirst("Authorization");
    boolean first = sent == null || sent.equals("Bearer t0ken1");
    return first ? 401 : whole ? 200 : 400;
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** {@return true if the smallest example works with this Feign client, a body that is sent twice, and a redirect} */
  private static boolean worksOver(String type, String url) throws Exception {
    Object made = Class.forName(type).getDeclaredConstructor().newInstance();
    if (made instanceof Way way) {
      return way.works(url);
    }
    var http = (Client) made;
    boolean echoed = over(http, Answers.class, url).echo("tea").contains("tea");
    boolean called = over(http, Billing.class, url).invoices().contains("invoices");
    try (Response moved = over(http, Answers.class, url).moved()) {
      return echoed && called && moved.status() == 302;
    }
  }

  private static <T> T over(Client http, Class<T> api, String url) {
    return Feign.builder()
        .client(http)
        .addCapability(OAuthFeign.of(client(url)))
        .target(api, url);
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
