// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.assertNotSent;
import static io.hexauth.http.feign.transport.internal.TransportFixture.contexts;
import static io.hexauth.http.feign.transport.internal.TransportFixture.defaultTls;
import static io.hexauth.http.feign.transport.internal.TransportFixture.loopback;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import feign.Request;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An event that ends the call while it connects ends it before anything is sent, up to the last
 * moment.
 */
@Timeout(60)
class LateDialTest {

  private final Watchdog watchdog = new Watchdog();
  private final Threads threads = new Threads();
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean dialled;
  private boolean interrupts;

  @AfterEach
  void close() {
    watchdog.shutdownNow();
  }

  /** Watchdog whose alarm never runs: the remaining time depends on the progress of the call. */
  private final class Watchdog extends ScheduledThreadPoolExecutor {

    Watchdog() {
      super(0);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
      return new Alarm(task, unit.toNanos(delay));
    }
  }

  private final class Alarm extends FutureTask<Void> implements ScheduledFuture<Void> {

    private final long nanos;

    Alarm(Runnable task, long nanos) {
      super(task, null);
      this.nanos = nanos;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      if (dialled && interrupts) {
        Thread.currentThread().interrupt();
      }
      return unit.convert(dialled && !interrupts ? 0 : nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(nanos, other.getDelay(TimeUnit.NANOSECONDS));
    }
  }

  @Test
  void requestShouldEndUnsentWhenTheDeadlinePassesWhileTheTunnelIsMade() throws Exception {
    assertUnsent(Failure.DEADLINE);
  }

  @Test
  void requestShouldEndUnsentWhenTheInterruptComesOnceTheTunnelStands() throws Exception {
    interrupts = true;
    try {
      assertUnsent(Failure.INTERRUPTED);
    } finally {
      assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
    }
  }

  @Test
  void addressShouldNotBeTriedWhenTheDeadlineHasPassedDuringTheLookup() throws Exception {
    try (var server = ScriptedServer.start(ScriptedServer.Peer::hang);
        var deadline = new Deadline(Duration.ofMinutes(1), watchdog)) {
      var lookup =
          new HostLookup(
              host -> {
                dialled = true;
                return loopback().resolve(host);
              },
              Runnable::run);
      var dialer = new Dialer(lookup, contexts(defaultTls()), Optional.empty());
      TransportRequest request = TransportFixture.request(server.uri("/token"));

      assertThatThrownBy(() -> dialer.dial(request, 5_000, deadline))
          .isInstanceOf(ExchangeFailure.class);

      assertThat(deadline.passed()).isTrue();
      assertThat(server.accepted).hasValue(0);
    }
  }

  private void assertUnsent(Failure failure) throws Exception {
    try (var proxy =
        ScriptedServer.start(
            peer -> {
              peer.readRequest();
              peer.write("HTTP/1.1 200 Connection established\r\n\r\n");
              peer.awaitEnd();
              closed.countDown();
            })) {
      assertNotSent(sent(proxy), failure);
      boolean interrupted = Thread.interrupted(); // so that this thread can wait
      assertThat(closed.await(10, TimeUnit.SECONDS)).as("the proxy sees the end").isTrue();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      assertThat(proxy.requests).allMatch(request -> request.startsWith("CONNECT "));
    }
  }

  /**
   * {@return the result of a call through this proxy} The credentials are requested after the
   * connection to the proxy is open.
   */
  private TransportResult sent(ScriptedServer proxy) {
    var through =
        new Proxy(
            "127.0.0.1",
            proxy.port(),
            false,
            Optional.of(
                () -> {
                  dialled = true;
                  return "Basic x";
                }));
    var dialer =
        new Dialer(
            new HostLookup(loopback(), threads.lookups()),
            contexts(defaultTls()),
            Optional.of(through));
    var deadline = new Deadline(Duration.ofMinutes(1), watchdog);
    TransportRequest request = TransportFixture.request(URI.create("http://as.example/token"));
    try (deadline;
        var client = new SingleExchangeClient(dialer, request, deadline)) {
      try {
        Request sent = FeignTransport.feign(request);
        int status = client.execute(sent, new Request.Options()).status();
        throw new AssertionError("It was sent, and answered with " + status);
      } catch (IOException e) {
        return Verdict.of(e, client, deadline);
      }
    }
  }
}
