// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.inject.Injector;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.testkit.guice.StrictInjector;
import org.junit.jupiter.api.Test;

/** A custom transport that breaks its contract. */
class ThrowingTransportTest {

  private static TransportResult thrown(TransportRequest request) {
    throw new IllegalStateException("secret of " + request.uri());
  }

  @Test
  void callShouldFailTypedAndTellNothingOfWhatWasThrown() {
    Injector injector =
        StrictInjector.create(
            new OAuthClientModule(),
            new InMemoryModule(),
            Parts.registrations(Parts.registration("billing", "one.example")),
            binder -> binder.bind(OAuthTransport.class).toInstance(ThrowingTransportTest::thrown));
    try (var clients = injector.getInstance(OAuthClients.class)) {
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> clients.get("billing").token())
          .withMessageContaining("the transport threw java.lang.IllegalStateException")
          .withMessageNotContaining("secret of")
          .satisfies(e -> assertThat(e).rootCause().isInstanceOf(ServiceUnavailableException.class))
          .satisfies(e -> assertThat(e.service()).isEqualTo(Service.AUTHORIZATION_SERVER));
    }
  }
}
