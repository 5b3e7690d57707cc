// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests over HTTP/2, which share one connection. */
@Timeout(60)
class Http2Test {

  /**
   * Logger of Tomcat, which would log all received data, including tokens. The reference keeps its
   * level.
   */
  private static final Logger TOMCAT = Logger.getLogger("org.apache");

  private final Set<String> rejected = ConcurrentHashMap.newKeySet();
  private final Set<String> peers = ConcurrentHashMap.newKeySet();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final Tomcat tomcat = new Tomcat();
  private World world;
  private HttpClient http;
  private URI uri;

  @BeforeEach
  void start(@TempDir Path folder) throws LifecycleException {
    TOMCAT.setLevel(Level.WARNING);
    tomcat.setBaseDir(folder.toString());
    var connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.addUpgradeProtocol(new Http2Protocol());
    tomcat.setConnector(connector);
    var context = tomcat.addContext("", folder.toString());
    Tomcat.addServlet(context, "api", new Api());
    context.addServletMappingDecoded("/*", "api");
    tomcat.start();
    String origin = "http://127.0.0.1:" + connector.getLocalPort();
    uri = URI.create(origin + "/orders");
    world = new World((api, registration) -> registration.resourceOrigins(origin));
    http = world.authorized(HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build());
  }

  @AfterEach
  void stop() throws LifecycleException {
    world.close();
    tomcat.stop();
    tomcat.destroy();
  }

  /**
   * Rejected answers may be long or endless, and must not use up the flow-control window of the
   * connection.
   */
  @ParameterizedTest
  @EnumSource
  void rejectedRequestsShouldBeSentAgainOverTheSameConnection(Way way) throws IOException {
    HttpRequest first = HttpRequest.newBuilder(uri).build();
    assertThat(way.send(http, first, BodyHandlers.ofString()).version())
        .isEqualTo(HttpClient.Version.HTTP_2);
    rejected.add(world.client.token().authorization());
    peers.clear();
    bodies.clear();
    HttpRequest request = HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString("tea")).build();

    List<HttpResponse<String>> answers =
        IntStream.range(0, 20)
            .mapToObj(i -> http.sendAsync(request, BodyHandlers.ofString()))
            .toList()
            .stream()
            .map(sent -> sent.join())
            .toList();

    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(answer.statusCode()).isEqualTo(200);
              assertThat(answer.body()).isEqualTo("tea");
            });
    assertThat(world.tokenRequests()).isEqualTo(2);
    assertThat(bodies).containsOnly("tea");
    assertThat(peers).as("connections").hasSize(1);
  }

  /** Answers with the request's body, or rejects with an endless body. */
  private final class Api extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final int MOST = 10_000_000;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      peers.add(request.getRemoteAddr() + ":" + request.getRemotePort());
      byte[] body = request.getInputStream().readAllBytes();
      bodies.add(new String(body, UTF_8));
      OutputStream out = response.getOutputStream();
      if (rejected.contains(request.getHeader("Authorization"))) {
        response.setStatus(401);
        for (int written = 0; written < MOST; written += 1000) {
          out.write(new byte[1000]);
        }
      }
      out.write(body);
    }
  }
}
