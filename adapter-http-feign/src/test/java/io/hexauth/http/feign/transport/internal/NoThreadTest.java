// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.assertNotSent;
import static io.hexauth.http.feign.transport.internal.TransportFixture.request;
import static io.hexauth.http.feign.transport.internal.TransportFixture.transport;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import java.net.InetAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread that cannot be started is a failure of that moment, and of nothing after it. */
@Timeout(60)
class NoThreadTest {

  private static final TransportRequest REQUEST = request(URI.create("https://as.example/token"));

  private final AtomicInteger lookups = new AtomicInteger();
  private final AtomicReference<String> missing = new AtomicReference<>("");
  private final OAuthTransport transport =
      transport(
          host -> {
            lookups.incrementAndGet();
            return new InetAddress[0];
          },
          new Threads(this::thread));

  private Thread thread(Runnable task) {
    return new Thread(task) {
      @Override
      public synchronized void start() {
        if (getName().equals(missing.get())) {
          throw new OutOfMemoryError("unable to create native thread");
        }
        super.start();
      }
    };
  }

  @Test
  void aLookupWithoutAThreadShouldEndUnsentAndTheNextOneShouldBeDone() {
    missing.set("hexauth-lookups");
    TransportResult result = transport.send(REQUEST);
    assertNotSent(result, Failure.LOOKUP);
    assertThat(result.toString()).contains("no thread");
    assertThat(lookups).hasValue(0);

    missing.set("");
    assertNotSent(transport.send(REQUEST), Failure.LOOKUP);
    assertThat(lookups).hasValue(1);
  }

  @Test
  void aDeadlineWithoutAThreadShouldEndUnsentAndTheNextRequestShouldBeSent() {
    missing.set("hexauth-deadlines");
    assertNotSent(transport.send(REQUEST), Failure.DEADLINE);
    assertThat(lookups).hasValue(0);

    missing.set("");
    assertNotSent(transport.send(REQUEST), Failure.LOOKUP);
    assertThat(lookups).hasValue(1);
  }
}
