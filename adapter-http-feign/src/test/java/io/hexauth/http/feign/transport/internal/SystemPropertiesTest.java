// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.assertNotSent;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertResponse;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertUnknown;
import static io.hexauth.http.feign.transport.internal.TransportFixture.request;
import static io.hexauth.http.feign.transport.internal.TransportFixture.transport;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportResult.Failure;
import io.hexauth.testkit.http.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** System properties and defaults of the process do not change the transport (T12, B37). */
@Timeout(60)
class SystemPropertiesTest {

  private final Map<String, String> before = new HashMap<>();
  private final ProxySelector selectorBefore = ProxySelector.getDefault();
  private final HostnameVerifier verifierBefore = HttpsURLConnection.getDefaultHostnameVerifier();

  @AfterEach
  void restore() {
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
    ProxySelector.setDefault(selectorBefore);
    HttpsURLConnection.setDefaultHostnameVerifier(verifierBefore);
  }

  @Test
  void proxiesOfTheSystemShouldNotSeeTheRequest() throws IOException {
    try (var trap = ScriptedServer.start(ScriptedServer.Peer::readRequest);
        var server = ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")) {
      String port = Integer.toString(trap.port());
      for (String kind : List.of("http.proxy", "https.proxy", "socksProxy")) {
        set(kind + "Host", "127.0.0.1");
        set(kind + "Port", port);
      }
      set("http.nonProxyHosts", "");
      set("socksNonProxyHosts", "");
      set("java.net.useSystemProxies", "true");
      ProxySelector.setDefault(
          new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
              return List.of(
                  new Proxy(
                      Proxy.Type.SOCKS,
                      new InetSocketAddress(InetAddress.getLoopbackAddress(), trap.port())));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {}
          });
      assertResponse(transport().send(request(server.uri("/token"))), 200);
      assertThat(trap.accepted).hasValue(0);
    }
  }

  @Test
  void switchesOfOtherClientsShouldChangeNothing() throws IOException {
    set("http.keepAlive", "true");
    set("http.maxConnections", "50");
    set("http.maxRedirects", "20");
    set("http.agent", "someone-else");
    set("sun.net.http.retryPost", "true");
    set("jdk.httpclient.enableAllMethodRetry", "true");
    set("jdk.httpclient.disableRetryConnect", "false");
    set("jdk.httpclient.redirects.retrylimit", "5");
    set("jdk.internal.httpclient.disableHostnameVerification", "true");
    set("jdk.httpclient.HttpClient.log", "all");
    OAuthTransport transport = transport();
    try (var server = ScriptedServer.start(ScriptedServer.Peer::readRequest)) {
      assertUnknown(transport.send(request(server.uri("/token"))), Failure.CUT);
      assertThat(server.accepted).hasValue(1);
      assertThat(server.requests.get(0)).contains("\r\nUser-Agent: hexauth\r\n");
    }
    try (var server =
        ScriptedServer.answering(
            "HTTP/1.1 302 Go\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n")) {
      assertResponse(transport.send(request(server.uri("/token"))), 302);
      assertResponse(transport.send(request(server.uri("/token"))), 302);
      assertThat(server.accepted).hasValue(2);
    }
  }

  @Test
  void hostNameShouldBeVerifiedWhateverOtherClientsAreTold() throws Exception {
    set("jdk.internal.httpclient.disableHostnameVerification", "true");
    HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> true);
    var another = Certificates.forAnotherHost();
    try (var server = ScriptedServer.start(another.server(), ScriptedServer.Peer::readRequest)) {
      assertNotSent(transport(another.trust()).send(request(server.uri("/token"))), Failure.TLS);
    }
  }

  private void set(String name, String value) {
    before.putIfAbsent(name, System.getProperty(name));
    System.setProperty(name, value);
  }
}
