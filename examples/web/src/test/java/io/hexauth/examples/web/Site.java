// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import io.hexauth.examples.authorizationserver.Browser;
import io.hexauth.examples.authorizationserver.DemoAuthorizationServer;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The application with the settings of {@code web.properties}, on a free port, and two providers,
 * which all tests share: they keep only the tokens of a user.
 */
final class Site implements AutoCloseable {

  /** Value that removes a setting. */
  static final String REMOVED = "(removed)";

  private static final int ATTEMPTS = 10;

  /** Hash of {@code alice-web-password} with few iterations, because tests sign in often. */
  private static final String ALICE =
      "1000:AAAAAAAAAAAAAAAAAAAAAA==:Zknz92bfWJclQEmvvtyAU1vQk4KdAcHJbYRztYfuArw=";

  private static final DemoAuthorizationServer TUNEBOX = DemoAuthorizationServer.start();
  private static final DemoAuthorizationServer PAPERBOX = DemoAuthorizationServer.start();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(TUNEBOX::close));
    Runtime.getRuntime().addShutdownHook(new Thread(PAPERBOX::close));
  }

  private final Path folder;
  private final Map<String, String> changes;
  private Settings settings;
  private WebApp app;

  private Site(Path folder, Map<String, String> changes) {
    this.folder = folder;
    this.changes = changes;
    restart();
  }

  static Site start(Path folder) {
    return new Site(folder, Map.of());
  }

  static Site start(Path folder, Map<String, String> changes) {
    return new Site(folder, changes);
  }

  /** Stops the application, and starts it again with the same database. */
  void restart() {
    stopApplication();
    for (int attempt = 1; ; attempt++) {
      settings = settings();
      try {
        app = WebApp.start(settings);
        return;
      } catch (JavalinBindException taken) { // another process was faster
        if (attempt == ATTEMPTS) {
          throw taken;
        }
      }
    }
  }

  void stopApplication() {
    if (app != null) {
      app.close();
      app = null;
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + settings.get("port"));
  }

  Settings current() {
    return settings;
  }

  DemoAuthorizationServer tunebox() {
    return TUNEBOX;
  }

  DemoAuthorizationServer paperbox() {
    return PAPERBOX;
  }

  /** {@return a browser in which alice is signed in at the provider} */
  Browser alice(DemoAuthorizationServer provider) {
    return new Browser(provider).signIn("alice");
  }

  private Settings settings() {
    try {
      var texts = new HashMap<>(Settings.read(Path.of("web.properties")).texts());
      String port = Integer.toString(freePort());
      texts.replaceAll(
          (key, text) ->
              text.replace("http://127.0.0.1:9001", TUNEBOX.issuer().toString())
                  .replace("http://127.0.0.1:9002", PAPERBOX.issuer().toString())
                  .replace("127.0.0.1:7070", "127.0.0.1:" + port)
                  .replace("./target/web", folder.toString())
                  .replace("target/web", folder.toString()));
      texts.put("port", port);
      texts.put("attempts-per-minute", "1000");
      texts.put("account.alice", ALICE);
      texts.putAll(changes);
      texts.values().removeIf(REMOVED::equals);
      return new Settings(texts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    stopApplication();
  }
}
