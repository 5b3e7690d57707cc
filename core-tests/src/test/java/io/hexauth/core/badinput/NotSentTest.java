// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import io.hexauth.testkit.guice.StrictInjector;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A request that was not sent fails with the reason of the transport, whatever the request is for.
 */
class NotSentTest {

  private static final String REASON = "the TLS handshake with as.example failed: it has expired";
  private final Exception cause = new SSLHandshakeException("NotAfter: yesterday");
  private boolean retryable;
  private final OAuthClients clients =
      StrictInjector.create(
              new OAuthClientModule(),
              new InMemoryModule(),
              binder ->
                  OAuthClientBinder.of(binder)
                      .config(World.PATIENT)
                      .registration(
                          ClientRegistration.builder("acme")
                              .clientCredentials()
                              .clientSecretBasic("app", () -> "secret")
                              .tokenEndpoint("https://as.example/token")
                              .revocationEndpoint("https://as.example/revoke")
                              .build()),
              binder -> binder.bind(OAuthTransport.class).toInstance(this::send))
          .getInstance(OAuthClients.class);

  @AfterEach
  void close() {
    clients.close();
  }

  private TransportResult send(TransportRequest request) {
    return new TransportResult.NotSent(Failure.TLS, REASON, retryable, Optional.of(cause));
  }

  @ParameterizedTest(name = "retryable: {0}")
  @ValueSource(booleans = {true, false})
  void fetchShouldFailWithTheReasonOfTheTransport(boolean can) {
    retryable = can;

    assertReason(() -> clients.get("acme").token(), can);
  }

  @ParameterizedTest(name = "retryable: {0}")
  @ValueSource(booleans = {true, false})
  void revocationShouldFailWithTheReasonOfTheTransport(boolean can) {
    retryable = can;
    clients
        .get("acme")
        .session()
        .importToken(OAuthToken.builder("handed-in").build(), ImportMode.IF_ABSENT);

    // The grant has ended in the store, so a second call would find nothing to revoke.
    assertReason(() -> clients.get("acme").session().revoke(), false);
  }

  private void assertReason(Runnable call, boolean again) {
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(call::run)
        .withMessageContaining("'acme'")
        .withMessageContaining("was not sent: " + REASON)
        .withMessageContaining(again ? "try again later" : "does not help")
        .satisfies(e -> assertThat(e).rootCause().isSameAs(cause))
        .satisfies(e -> assertThat(e.service()).isEqualTo(Service.AUTHORIZATION_SERVER))
        .satisfies(e -> assertThat(e.isRetryable()).isEqualTo(again));
  }
}
