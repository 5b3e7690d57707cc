// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class FakeHttpServerTlsTest {

  private final Certificates certificates = Certificates.good();

  private static String get(FakeHttpServer server, SSLContext tls) throws Exception {
    HttpClient client = HttpClient.newBuilder().sslContext(tls).build();
    HttpRequest request =
        HttpRequest.newBuilder(server.uri("/it")).timeout(Duration.ofSeconds(20)).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  @Test
  void theServerShouldSpeakTlsWithItsCertificate() throws Exception {
    try (FakeHttpServer server = FakeHttpServer.start(certificates.server())) {
      server.serve("/it", request -> Reply.of(200).withBody("secure"));

      assertThat(get(server, certificates.trust())).isEqualTo("secure");

      assertThat(server.uri("/it").getScheme()).isEqualTo("https");
      assertThat(server.requests().get(0).clientCertificate()).isEmpty();
    }
  }
}
