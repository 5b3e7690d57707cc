// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.hexauth.testkit.http.FakeHttpServer;
import io.hexauth.testkit.http.ReceivedRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ProxyTest {

  @ParameterizedTest
  @EnumSource
  void proxyShouldNotSeeTheToken(Way way) {
    try (var proxy = FakeHttpServer.start();
        var world =
            new World((api, registration) -> registration.resourceOrigins("https://api.example"))) {
      HttpClient http =
          world.authorized(
              HttpClient.newBuilder()
                  .proxy(
                      ProxySelector.of(
                          new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port())))
                  .build());
      HttpRequest request = HttpRequest.newBuilder(URI.create("https://api.example/x")).build();

      assertThatIOException().isThrownBy(() -> way.send(http, request, BodyHandlers.ofString()));

      assertThat(world.tokenRequests()).isEqualTo(1);
      assertThat(proxy.requests())
          .isNotEmpty()
          .extracting(ReceivedRequest::method)
          .containsOnly("CONNECT");
      assertThat(proxy.requests())
          .allSatisfy(seen -> assertThat(seen.headers()).doesNotContainKey("authorization"));
    }
  }
}
