// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;

/**
 * Authorization server with a protected API, in this process, on 127.0.0.1 and a free port, until
 * {@link #close()}.
 *
 * <p>The server supports the authorization code grant with PKCE, client credentials, the password
 * grant, rotated refresh tokens, revocation and introspection. {@link DemoClient} lists the
 * permissions of each client. Access tokens are opaque. The API asks the server about each token,
 * so a revoked token is refused immediately. The server asks for consent each time.
 *
 * <p>A server that is not closed keeps the JVM alive. Safe for use by multiple threads.
 */
public final class DemoAuthorizationServer implements AutoCloseable {

  // The references keep the loggers: the JDK forgets the level of a logger without a reference.
  private static final List<Logger> CHATTY =
      List.of(Logger.getLogger("org.apache"), Logger.getLogger("org.springframework"));

  private final AnnotationConfigServletWebServerApplicationContext context;
  private final RequestRecorder recorder;
  private final URI issuer;

  private DemoAuthorizationServer(
      AnnotationConfigServletWebServerApplicationContext context,
      RequestRecorder recorder,
      URI issuer) {
    this.context = context;
    this.recorder = recorder;
    this.issuer = issuer;
  }

  /** Starts a server with {@link Lifetimes#defaults()}, and returns it when it is ready. */
  public static DemoAuthorizationServer start() {
    return start(Lifetimes.defaults());
  }

  /** Starts a server on a free port, and returns it when it is ready. */
  public static DemoAuthorizationServer start(Lifetimes lifetimes) {
    return start(lifetimes, 0);
  }

  static DemoAuthorizationServer start(Lifetimes lifetimes, int port) {
    CHATTY.stream()
        .filter(logger -> logger.getLevel() == null)
        .forEach(logger -> logger.setLevel(Level.WARNING));
    RequestRecorder recorder = new RequestRecorder();
    // SpringApplication is not used: it would configure automatically, and would read or change the
    // surrounding application (logging, system properties, environment, application.properties).
    var context = new AnnotationConfigServletWebServerApplicationContext();
    context.registerBean(Lifetimes.class, () -> lifetimes);
    context.registerBean(RequestRecorder.class, () -> recorder);
    context.registerBean(TomcatServletWebServerFactory.class, () -> webServer(port));
    context.register(
        WebConfiguration.class,
        AccountsConfiguration.class,
        AuthorizationServerConfiguration.class,
        ApiConfiguration.class);
    context.refresh();
    URI issuer = URI.create("http://127.0.0.1:" + boundPort(context));
    return new DemoAuthorizationServer(context, recorder, issuer);
  }

  private static TomcatServletWebServerFactory webServer(int port) {
    var factory = new TomcatServletWebServerFactory(port);
    factory.setAddress(InetAddress.getLoopbackAddress());
    // Browsers keep cookies by host, not by port. With the same name, two servers would overwrite
    // each other's cookies.
    factory.getSettings().getSession().getCookie().setName("session-" + UUID.randomUUID());
    return factory;
  }

  private static int boundPort(AnnotationConfigServletWebServerApplicationContext context) {
    var webServer = context.getWebServer();
    if (webServer == null) {
      throw new IllegalStateException("the web server did not start");
    }
    return webServer.getPort();
  }

  /** Returns the issuer: scheme, 127.0.0.1 and the port, without a path. */
  public URI issuer() {
    return issuer;
  }

  /** Returns the URL to which the user is sent to sign in and consent. */
  public URI authorizationEndpoint() {
    return issuer.resolve("/oauth2/authorize");
  }

  /** Returns the token endpoint. */
  public URI tokenEndpoint() {
    return issuer.resolve("/oauth2/token");
  }

  /** Returns the revocation endpoint. */
  public URI revocationEndpoint() {
    return issuer.resolve("/oauth2/revoke");
  }

  /** Returns the introspection endpoint. Every registered client may ask about every token. */
  public URI introspectionEndpoint() {
    return issuer.resolve("/oauth2/introspect");
  }

  /**
   * Returns the base of the protected API, ending in {@code /api}: {@code GET /me} needs a valid
   * token, {@code GET /read} the scope {@code read}, {@code POST /write} the scope {@code write},
   * {@code GET /playlists} the scope {@code playlist-read-private}, {@code GET /files} the scope
   * {@code files-read}, {@code GET /shared-files} the scope {@code shared-files-read}.
   */
  public URI apiBaseUrl() {
    return issuer.resolve("/api");
  }

  /** Returns the number of token requests of the client, including refused ones; 0 if none. */
  public int tokenRequests(String clientId) {
    return recorder.tokenRequests(clientId);
  }

  /**
   * Returns the number of token requests of the client with this {@code grant_type}, including
   * refused ones; 0 if none.
   */
  public int tokenRequests(String clientId, String grantType) {
    return recorder.tokenRequests(clientId, grantType);
  }

  /** Returns the number of requests that the API has received, including refused ones. */
  public int apiRequests() {
    return recorder.apiRequests();
  }

  /**
   * Returns the parameter {@code connector} of the latest authorization request; empty if it had
   * none.
   */
  public Optional<String> lastConnector() {
    return recorder.lastConnector();
  }

  /** Returns true if the server issued this access or refresh token and still accepts it. */
  public boolean isActive(String token) {
    return context.getBean(Authorizations.class).isActive(token);
  }

  /** Stops the server, which forgets all authorizations. A second call has no effect. */
  @Override
  public void close() {
    context.close();
  }
}
