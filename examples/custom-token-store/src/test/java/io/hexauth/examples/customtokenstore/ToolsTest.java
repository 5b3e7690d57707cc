// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.customtokenstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.inject.Guice;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.core.UnencryptedModule;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.spi.FaultPoints;
import io.hexauth.ports.spi.FaultPoints.FaultPoint;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.fault.BlockingFaultPoints;
import io.hexauth.testkit.fault.Cut;
import io.hexauth.testkit.fault.FaultProxy;
import io.hexauth.testkit.fault.StopPoint;
import io.hexauth.testkit.server.FakeAuthorizationServer;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The blocks in the README of the test kit, with this store. */
@Timeout(120)
class ToolsTest {

  private final FakeAuthorizationServer server = TwoProcesses.strictServer();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final OAuthClock clock = VirtualClock.create();

  @TempDir private Path directory;

  @AfterEach
  void close() {
    threads.shutdownNow();
    server.close();
  }

  @Test
  void anAnswerThatIsCutOffShouldBeAnUnknownOutcome() {
    // spotless:off
    // tag::proxy[]
    try (var proxy = FaultProxy.to(server.issuer().getPort())) {
      OAuthClient client = client("http://127.0.0.1:" + proxy.port(), (point, key) -> {});
      Cut cut = proxy.cutAnswerTo("grant_type=client_credentials");
      assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(client::token);
      cut.await();
      assertThat(server.ledger().tokenRequests()).isEqualTo(1);   // the server did it, but the answer was lost
    }
    // end::proxy[]
    // spotless:on
  }

  @Test
  void nothingShouldBeStoredBeforeTheCommit() throws Exception {
    var store = new FileTokenStore(directory, clock);
    // spotless:off
    // tag::points[]
    try (var points = new BlockingFaultPoints()) {
      OAuthClient client = client(server.issuer().toString(), points);   // OAuthClientBinder.faultPoints(points)
      StopPoint stop = points.stopAt(FaultPoint.BEFORE_COMMIT);
      Future<OAuthToken> call = threads.submit(() -> client.token());
      GrantKey grant = stop.await();                                     // the server has answered
      assertThat(store.find(grant).grant().orElseThrow().fields()).containsEntry("gen", "0");
      stop.release();
      call.get(20, TimeUnit.SECONDS);
      assertThat(store.find(grant).grant().orElseThrow().fields()).containsEntry("gen", "1");
    }
    // end::points[]
    // spotless:on
  }

  @Test
  void aProcessThatDiesWithTheLeaseShouldCostNothingButTime() {
    // spotless:off
    // tag::jvm[]
    try (var one = TwoProcesses.node(directory, server); var two = TwoProcesses.node(directory, server)) {
      TwoProcesses.consent(server, one, two);
      one.send("later PT1H");                       // the access token has expired
      one.await("later");
      one.stopAt(FaultPoint.AFTER_LEASE);
      one.send("call");
      one.awaitStopped(FaultPoint.AFTER_LEASE);     // the lease is on the disk, nothing was sent
      one.kill();                                   // kill -9; there are freeze() and thaw() too
      two.send("later PT1H2M");                     // lease and hold are over
      two.await("later");
      two.send("call");
      assertThat(two.await("tokens ").split(" ")).hasSize(2);
      assertThat(server.ledger().mostPresentations()).isEqualTo(1);
    }
    // end::jvm[]
    // spotless:on
  }

  private OAuthClient client(String issuer, FaultPoints points) {
    ClientRegistration registration =
        ClientRegistration.builder("example")
            .clientCredentials()
            .allowPlainHttpOnLoopback()
            .tokenEndpoint(issuer + "/token")
            .clientSecretBasic("app", () -> "secret")
            .build();
    return Guice.createInjector(
            new OAuthClientModule(),
            new FeignTransportModule(),
            new UnencryptedModule(),
            new FileStoreModule(directory),
            binder ->
                OAuthClientBinder.of(binder)
                    .clock(clock)
                    .faultPoints(points)
                    .registration(registration))
        .getInstance(OAuthClients.class)
        .get("example");
  }
}
