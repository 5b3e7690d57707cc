// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.SHORT;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertNotSent;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertResponse;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertUnknown;
import static io.hexauth.http.feign.transport.internal.TransportFixture.request;
import static io.hexauth.http.feign.transport.internal.TransportFixture.transport;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportResult.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThreadsTest {

  @Test
  void threadsShouldBeBoundedDaemonsWhenAHundredLookupsHang() throws InterruptedException {
    var release = new CountDownLatch(1);
    OAuthTransport transport =
        transport(
            host -> {
              try {
                release.await(30, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return new InetAddress[] {InetAddress.getLoopbackAddress()};
            });
    Set<Thread> before = ours();
    var callers = new ArrayList<Thread>();
    for (int i = 0; i < 100; i++) {
      URI uri = URI.create("https://as" + i + ".example/");
      var caller = new Thread(() -> transport.send(request(uri, SHORT)));
      caller.start();
      callers.add(caller);
    }
    for (Thread caller : callers) {
      caller.join();
    }
    Set<Thread> mine = ours();
    mine.removeAll(before);
    assertThat(mine).hasSizeBetween(2, 17).allMatch(Thread::isDaemon);

    // The next host waits, but not beyond its deadline.
    assertNotSent(transport.send(request(URI.create("https://next/"), SHORT)), Failure.DEADLINE);
    release.countDown();
  }

  /** A name server that hangs for some names must not delay the others. */
  @Test
  void sixteenLookupsShouldGoOnSideBySide() throws InterruptedException {
    Executor lookups = new Threads().lookups();
    var together = new CountDownLatch(16);
    for (int i = 0; i < 16; i++) {
      lookups.execute(
          () -> {
            together.countDown();
            try {
              together.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
    assertThat(together.await(20, TimeUnit.SECONDS)).as("all have begun, none has ended").isTrue();
  }

  /** Otherwise, each request would keep its connection until its deadline. */
  @Test
  void alarmShouldBeForgottenWhenTheRequestIsOver() throws IOException {
    var threads = new Threads();
    OAuthTransport transport = transport(TransportFixture.loopback(), threads);
    BlockingQueue<Runnable> alarms = ((ScheduledThreadPoolExecutor) threads.watchdog()).getQueue();
    try (var server = ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")) {
      assertResponse(transport.send(request(server.uri("/token"))), 200);
      assertThat(alarms).isEmpty();
    }
    try (var server = ScriptedServer.start(ScriptedServer.Peer::readRequest)) {
      assertUnknown(transport.send(request(server.uri("/token"))), Failure.CUT);
      assertThat(alarms).isEmpty();
    }
    assertNotSent(
        transport(host -> new InetAddress[0], threads).send(request(URI.create("https://gone/"))),
        Failure.LOOKUP);
    assertThat(alarms).isEmpty();
  }

  @Test
  void threadsShouldEndWhenTheyHaveNothingToDo() {
    var threads = new Threads();
    for (Executor pool : List.of(threads.watchdog(), threads.lookups())) {
      assertThat((ThreadPoolExecutor) pool)
          .matches(ThreadPoolExecutor::allowsCoreThreadTimeOut)
          .extracting(p -> p.getKeepAliveTime(TimeUnit.SECONDS))
          .isEqualTo(10L);
    }
    assertThat(((ThreadPoolExecutor) threads.lookups()).getMaximumPoolSize()).isEqualTo(16);
  }

  private static Set<Thread> ours() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("hexauth-"))
        .collect(Collectors.toSet());
  }
}
