// SPDX-License-Identifier: Apache-2.0
package io.hexauth.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.hexauth.ports.api.OAuthClient;
import jakarta.servlet.http.HttpServlet;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.glassfish.jersey.jdkhttp.JdkHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The guide's classes for web frameworks, each in a real server. */
@TestInstance(Lifecycle.PER_CLASS)
class FrameworksTest {

  private static final String PAGE = "docs/guide/web-application.md";

  private Surroundings around;
  private OAuthClient client;

  @BeforeAll
  void start(@TempDir Path keyset) throws Exception {
    around = new Surroundings(keyset);
    client = around.clients().get("spotify");
  }

  @AfterAll
  void stop() {
    around.close();
  }

  @Test
  void everyClassShouldBeTriedHere() throws Exception {
    assertThat(DocumentedBlocksTest.everyBlock().filter(Block::isPart))
        .allMatch(block -> block.page().equals(PAGE))
        .hasSize(2);
  }

  @Test
  void servletShouldConnectTheUser(@TempDir Path folder) throws Exception {
    var server = new Server(0);
    var context = new ServletContextHandler(ServletContextHandler.SESSIONS);
    var servlet = new ServletHolder((HttpServlet) instance("ConnectServlet", folder));
    context.addServlet(servlet, "/connect");
    context.addServlet(servlet, "/callback");
    server.setHandler(context);
    server.start();
    try {
      shouldConnect(
          "http://127.0.0.1:" + ((ServerConnector) server.getConnectors()[0]).getLocalPort());
    } finally {
      server.stop();
    }
  }

  @Test
  void resourceShouldConnectTheUser(@TempDir Path folder) throws Exception {
    HttpServer server =
        JdkHttpServerFactory.createHttpServer(
            URI.create("http://127.0.0.1:0/"),
            new ResourceConfig().register(instance("ConnectResource", folder)));
    try {
      shouldConnect("http://127.0.0.1:" + server.getAddress().getPort());
    } finally {
      server.stop(0);
    }
  }

  private Object instance(String name, Path folder) throws Exception {
    Block block =
        DocumentedBlocksTest.everyBlock()
            .filter(shown -> shown.text().contains("public class " + name + " "))
            .findFirst()
            .orElseThrow();
    block.compile(Files.writeString(folder.resolve(name + ".java"), block.text()), folder);
    var loader =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, FrameworksTest.class.getClassLoader());
    return loader.loadClass(name).getConstructor(OAuthClient.class).newInstance(client);
  }

  private void shouldConnect(String application) throws Exception {
    client.session("alice").revoke();
    HttpResponse<String> sent = get(application + "/connect", "none=none");
    String cookie = sent.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
    URI denied = around.server().deny(location(sent));
    assertThat(location(get(callback(application, denied), cookie))).hasQuery("declined");
    assertThat(get(callback(application, denied), cookie).statusCode()).isEqualTo(400);
    assertThat(client.session("alice").status().isConnected()).isFalse();

    HttpResponse<String> again = get(application + "/connect", cookie);
    String current =
        again.headers().firstValue("set-cookie").map(c -> c.split(";", 2)[0]).orElse(cookie);
    URI approved = around.server().consent(location(again), "alice");
    assertThat(get(callback(application, approved), "none=none").statusCode()).isEqualTo(400);
    assertThat(location(get(callback(application, approved), current))).hasPath("/");
    assertThat(client.session("alice").status().isConnected()).isTrue();
  }

  private static String callback(String application, URI callback) {
    return application + callback.getRawPath() + "?" + callback.getRawQuery();
  }

  private static URI location(HttpResponse<String> redirect) {
    return URI.create(redirect.headers().firstValue("location").orElseThrow());
  }

  private static HttpResponse<String> get(String url, String cookie) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).header("Cookie", cookie).build(),
            BodyHandlers.ofString());
  }
}
