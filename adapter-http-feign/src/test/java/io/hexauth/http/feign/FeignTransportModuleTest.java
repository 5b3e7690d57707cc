// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.inject.Binding;
import com.google.inject.CreationException;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.spi.DefaultBindingScopingVisitor;
import com.google.inject.spi.Element;
import com.google.inject.spi.Elements;
import com.google.inject.spi.PrivateElements;
import com.sun.net.httpserver.HttpServer;
import io.hexauth.http.feign.transport.internal.TlsContexts;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.testkit.guice.StrictInjector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeignTransportModuleTest {

  private static final FeignTransportConfig OTHER =
      FeignTransportConfig.defaults().withConnectTimeout(Duration.ofSeconds(1));

  @Test
  void moduleShouldRequireNothingAndProvideTheTransportOnly() {
    List<Element> elements = Elements.getElements(new FeignTransportModule());
    assertThat(elements).hasSize(1);
    assertThat(((PrivateElements) elements.get(0)).getExposedKeys())
        .containsExactly(Key.get(OAuthTransport.class));
  }

  @Test
  void transportShouldBeOneForTheInjector() {
    Injector injector = StrictInjector.create(new FeignTransportModule());
    assertThat(injector.getInstance(OAuthTransport.class))
        .isSameAs(injector.getInstance(OAuthTransport.class));
  }

  /**
   * One thread checks the class path and creates the TLS context, and the injector waits for it.
   */
  @Test
  void classPathShouldBeCheckedWhenTheInjectorIsMadeInEveryStage() {
    var inner = (PrivateElements) Elements.getElements(new FeignTransportModule()).get(0);
    assertThat(inner.getElements())
        .filteredOn(Binding.class::isInstance)
        .extracting(binding -> (Binding<?>) binding)
        .filteredOn(binding -> binding.getKey().equals(Key.get(TlsContexts.class)))
        .singleElement()
        .matches(FeignTransportModuleTest::isEager, "is made at once");
  }

  private static boolean isEager(Binding<?> binding) {
    return binding.acceptScopingVisitor(
        new DefaultBindingScopingVisitor<Boolean>() {
          @Override
          public Boolean visitEagerSingleton() {
            return true;
          }

          @Override
          protected Boolean visitOther() {
            return false;
          }
        });
  }

  @Test
  void equalModulesShouldHaveTheSameHash() {
    assertThat(new FeignTransportModule())
        .isEqualTo(new FeignTransportModule(FeignTransportConfig.defaults()))
        .hasSameHashCodeAs(new FeignTransportModule(FeignTransportConfig.defaults()))
        .isNotEqualTo(new FeignTransportModule(OTHER))
        .isNotEqualTo(FeignTransportConfig.defaults());
  }

  @Test
  void moduleShouldBeHarmlessTwiceAndRefusedWithAnotherConfiguration() {
    StrictInjector.create(new FeignTransportModule(), new FeignTransportModule());
    StrictInjector.create(new FeignTransportModule(OTHER), new FeignTransportModule(OTHER));
    assertThatExceptionOfType(CreationException.class)
        .isThrownBy(
            () ->
                StrictInjector.create(new FeignTransportModule(), new FeignTransportModule(OTHER)));
  }

  @Test
  void transportShouldCarryARequestThereAndTheAnswerBack() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/token",
        exchange -> {
          byte[] form = exchange.getRequestBody().readAllBytes();
          byte[] answer =
              (exchange.getRequestMethod()
                      + " "
                      + exchange.getRequestURI()
                      + " "
                      + exchange.getRequestHeaders().getFirst("Authorization")
                      + " "
                      + new String(form, StandardCharsets.UTF_8))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("X-Echo", "yes");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      OAuthTransport transport =
          StrictInjector.create(new FeignTransportModule()).getInstance(OAuthTransport.class);
      TransportResult result =
          transport.send(
              TransportRequest.post(
                      "billing",
                      URI.create(
                          "http://127.0.0.1:"
                              + server.getAddress().getPort()
                              + "/token?tenant=a%20b"))
                  .header("Authorization", "Basic {x}")
                  .body(
                      "application/x-www-form-urlencoded",
                      "a=b&c={d}".getBytes(StandardCharsets.UTF_8))
                  .build());
      assertThat(result).isInstanceOf(TransportResult.Response.class);
      var response = (TransportResult.Response) result;
      assertThat(response.status()).isEqualTo(200);
      assertThat(new String(response.body(), StandardCharsets.UTF_8))
          .isEqualTo("POST /token?tenant=a%20b Basic {x} a=b&c={d}");
      assertThat(response.headers().get("x-echo")).containsExactly("yes");
    } finally {
      server.stop(0);
    }
  }
}
