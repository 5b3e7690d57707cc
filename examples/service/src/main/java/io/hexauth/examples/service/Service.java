// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.service;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import feign.Feign;
import io.hexauth.core.OAuthHealth;
import io.hexauth.http.feign.OAuthFeign;
import io.hexauth.ports.api.OAuthClients;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/** The service: it starts with its settings, and shuts down in order after SIGTERM. */
public final class Service implements AutoCloseable {

  private final OAuthClients clients;
  private final Worker worker;
  private final Endpoints endpoints;

  private Service(OAuthClients clients, Worker worker, Endpoints endpoints) {
    this.clients = clients;
    this.worker = worker;
    this.endpoints = endpoints;
  }

  /**
   * Starts the service, which runs until the process is told to end.
   *
   * @param arguments the file with the settings
   */
  public static void main(String[] arguments) throws IOException {
    var settings = new Properties();
    try (var reader = Files.newBufferedReader(Path.of(arguments[0]))) {
      settings.load(reader);
    }
    Service service = start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(service::close, "stop"));
    say("http://127.0.0.1:" + service.port() + "/health and /metrics answer (Ctrl-C stops)");
  }

  static Service start(Properties settings) throws IOException {
    Injector injector = Guice.createInjector(Stage.PRODUCTION, new ServiceModule(settings));
    var clients = injector.getInstance(OAuthClients.class);
    var registry = injector.getInstance(PrometheusMeterRegistry.class);
    Billing api =
        Feign.builder()
            .addCapability(OAuthFeign.of(clients.get("billing")))
            .target(Billing.class, settings.getProperty("api"));
    var pause = Duration.ofMillis(Long.parseLong(settings.getProperty("pause")));
    var endpoints =
        Endpoints.start(
            Integer.parseInt(settings.getProperty("port")),
            injector.getInstance(OAuthHealth.class),
            registry);
    return new Service(clients, Worker.start(api, pause, registry), endpoints);
  }

  int port() {
    return endpoints.port();
  }

  /**
   * Shuts down: health is down immediately, the call under way is finished, and then the clients
   * are closed, which wait for token requests.
   */
  @Override
  public void close() {
    endpoints.sayStopping();
    say("stopping: health is down");
    worker.close();
    say("stopping: the worker has finished its call");
    clients.close();
    say("stopping: the OAuth clients are closed");
    endpoints.close();
    say("stopped");
  }

  /**
   * Prints to the standard output: the JDK closes the handlers of its log while shutdown hooks run.
   */
  private static void say(String line) {
    System.out.println(line);
  }
}
