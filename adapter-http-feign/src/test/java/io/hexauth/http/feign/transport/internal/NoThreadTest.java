// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.PLENTY;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertNotSent;
import static io.hexauth.http.feign.transport.internal.TransportFixture.loopback;
import static io.hexauth.http.feign.transport.internal.TransportFixture.request;
import static io.hexauth.http.feign.transport.internal.TransportFixture.transport;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import java.net.InetAddress;
import java.net.URI;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** If a thread cannot be started, only that call fails, and no later one. */
@Timeout(60)
class NoThreadTest {

  private static final TransportRequest REQUEST = request(URI.create("https://as.example/token"));

  private final AtomicInteger lookups = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile int missing;
  private final OAuthTransport transport =
      transport(
          host -> {
            lookups.incrementAndGet();
            return new InetAddress[0];
          },
          new Threads(this::thread));

  /** In reality, Thread.start() fails, which tests cannot simulate in the pools of newer JDKs. */
  private Thread thread(Runnable task) {
    if (asked.incrementAndGet() == missing) {
      throw new OutOfMemoryError("unable to create native thread");
    }
    return new Thread(task);
  }

  @Test
  void aLookupWithoutAThreadShouldEndUnsentAndTheNextOneShouldBeDone() {
    missing = 2; // the first one watches the deadline
    TransportResult result = transport.send(REQUEST);
    assertNotSent(result, Failure.LOOKUP);
    assertThat(result.toString()).contains("no thread");
    assertThat(lookups).hasValue(0);

    assertNotSent(transport.send(REQUEST), Failure.LOOKUP);
    assertThat(lookups).hasValue(1);
  }

  @Test
  void aDeadlineWithoutAThreadShouldEndUnsentAndTheNextRequestShouldBeSent() {
    missing = 1;
    assertNotSent(transport.send(REQUEST), Failure.DEADLINE);
    assertThat(lookups).hasValue(0);

    assertNotSent(transport.send(REQUEST), Failure.LOOKUP);
    assertThat(lookups).hasValue(1);
  }

  @Test
  void aLookupThatIsRejectedShouldEndUnsentAndTheNextOneShouldBeDone() {
    var full = new AtomicBoolean(true);
    var threads = new Threads();
    var lookup =
        new HostLookup(
            loopback(),
            task -> {
              if (full.getAndSet(false)) {
                throw new RejectedExecutionException("full");
              }
              threads.lookups().execute(task);
            });
    try (var deadline = new Deadline(PLENTY, threads.watchdog())) {
      assertThatThrownBy(() -> lookup.lookup("as.example", deadline))
          .isInstanceOfSatisfying(
              ExchangeFailure.class, e -> assertThat(e.failure()).isEqualTo(Failure.LOOKUP))
          .hasMessageContaining("no thread");

      assertThatCode(() -> lookup.lookup("as.example", deadline)).doesNotThrowAnyException();
    }
  }
}
