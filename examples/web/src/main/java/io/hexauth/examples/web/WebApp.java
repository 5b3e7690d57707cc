// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.hexauth.ports.api.OAuthClients;
import io.javalin.Javalin;
import java.io.IOException;
import java.nio.file.Path;

/** The application: starts everything from the settings, and closes it in reverse order. */
public final class WebApp implements AutoCloseable {

  private final Javalin server;
  private final OAuthClients clients;
  private final HikariDataSource database;

  private WebApp(Javalin server, OAuthClients clients, HikariDataSource database) {
    this.server = server;
    this.clients = clients;
    this.database = database;
  }

  /**
   * Starts the application, which runs until the process is told to end.
   *
   * @param arguments the file with the settings
   */
  public static void main(String[] arguments) throws IOException {
    var settings = Settings.read(Path.of(arguments[0]));
    WebApp app = start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(app::close, "stop"));
    System.out.println("Open " + settings.get("url") + " (Ctrl-C stops it)");
  }

  static WebApp start(Settings settings) {
    HikariDataSource database = pool(settings);
    try {
      Injector injector = Guice.createInjector(Stage.PRODUCTION, new WebModule(settings, database));
      Javalin server = Javalin.create(injector.getInstance(Routes.class)::configure);
      var app = new WebApp(server, injector.getInstance(OAuthClients.class), database);
      try {
        server.start();
        return app;
      } catch (RuntimeException e) {
        app.close();
        throw e;
      }
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static HikariDataSource pool(Settings settings) {
    var config = new HikariConfig();
    config.setJdbcUrl(settings.get("database.url"));
    config.setUsername(settings.get("database.user"));
    config.setPassword(settings.get("database.password"));
    return new HikariDataSource(config);
  }

  /**
   * Shuts down: refuses new requests, waits for token requests under way, then closes the
   * connection pool.
   */
  @Override
  public void close() {
    server.stop();
    clients.close();
    database.close();
  }
}
