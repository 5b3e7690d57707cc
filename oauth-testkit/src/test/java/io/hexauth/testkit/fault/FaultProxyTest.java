// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FaultProxyTest {

  private LineServer server;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = new LineServer();
    proxy = FaultProxy.to(server.address());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  @Test
  void everythingShouldPassAtFirst() throws IOException {
    try (LineClient client = client()) {
      assertThat(client.ask("one")).isEqualTo("done one");
      assertThat(client.ask("two")).isEqualTo("done two");
      client.endOfRequests();
      assertThat(client.read()).isEqualTo("bye");
      assertThat(client.read()).isNull();
    }
    assertThat(proxy.connections()).isEqualTo(1);
  }

  @Test
  void largeRequestsShouldPassUnchanged() throws IOException {
    String large = "x".repeat(3_000_000);
    try (LineClient client = client()) {
      assertThat(client.ask(large)).isEqualTo("done " + large);
    }
  }

  @Test
  void aCutAnswerShouldBeDoneAndUnknown() throws IOException {
    try (LineClient client = client()) {
      client.ask("before");
      Cut cut = proxy.cutAnswer();
      assertThatExceptionOfType(SocketException.class).isThrownBy(() -> client.ask("cut"));
      cut.await();
      assertThat(cut.isMade()).isTrue();
    }
    assertThat(server.done()).containsExactly("before", "cut");
    assertPasses("after");
  }

  @Test
  void aServerThatClosesWithoutAnAnswerShouldNotBeACutAndTheClientSeeTheEnd() throws IOException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var toSilent = FaultProxy.to(silent.getLocalPort())) {
      Cut cut = toSilent.cutAnswer();
      try (LineClient client = new LineClient(toSilent.address())) {
        client.send("one\n");
        try (Socket connection = silent.accept()) {
          assertThat(connection.getInputStream().readNBytes(4)).asString().isEqualTo("one\n");
        }
        assertThat(client.read()).isNull();
      }
      assertThat(cut.isMade()).isFalse();
    }
  }

  @Test
  void aCutRequestShouldNotBeDone() throws IOException {
    try (LineClient client = client()) {
      Cut cut = proxy.cutRequest();
      assertThatExceptionOfType(SocketException.class).isThrownBy(() -> client.ask("cut"));
      cut.await();
    }
    assertPasses("after");
    assertThat(server.done()).containsExactly("after");
  }

  @Test
  void aCutShouldWaitForItsRequestOnWhateverConnection() throws IOException {
    Cut cut = proxy.cutAnswerTo("COMMIT");
    try (LineClient one = client();
        LineClient two = client()) {
      assertThat(one.ask("BEGIN")).isEqualTo("done BEGIN");
      assertThat(cut.isMade()).isFalse();
      assertThatIOException().isThrownBy(() -> two.ask("and COMMIT it"));
      cut.await();
      assertThat(one.ask("COMMIT")).isEqualTo("done COMMIT");
    }
    assertThat(server.done()).containsExactly("BEGIN", "and COMMIT it", "COMMIT");
  }

  @Test
  void aCutShouldFindItsRequestInPieces() throws IOException {
    Cut cut = proxy.cutAnswerTo("COMMIT");
    try (LineClient client = client()) {
      client.send("first\nCOM");
      assertThat(client.read()).isEqualTo("done first");
      assertThatIOException().isThrownBy(() -> client.ask("MIT"));
    }
    cut.await();
    assertThat(server.done()).contains("COMMIT");
  }

  @Test
  void passShouldForgetCuts() throws IOException {
    Cut cut = proxy.cutRequest();
    proxy.pass();
    assertPasses("one");
    assertThat(cut.isMade()).isFalse();
  }

  @Test
  void refusedConnectionsShouldBeRefusedAndOpenOnesReset() throws IOException {
    try (LineClient client = client()) {
      client.ask("one");
      proxy.refuse();
      assertThatIOException().isThrownBy(() -> client.ask("two"));
    }
    assertThatExceptionOfType(ConnectException.class).isThrownBy(this::client);
    proxy.pass();
    assertPasses("three");
    assertThat(server.done()).containsExactly("one", "three");
  }

  @Test
  void resetShouldSpareNewConnections() throws IOException {
    try (LineClient client = client()) {
      client.ask("one");
      proxy.reset();
      assertThatIOException().isThrownBy(() -> client.ask("two"));
    }
    assertPasses("three");
    assertThat(proxy.connections()).isEqualTo(2);
  }

  @Test
  void heldRequestsShouldArriveLater() throws IOException {
    try (LineClient client = client()) {
      client.ask("one");
      proxy.holdRequests();
      client.patience(100);
      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> client.ask("two"));
      assertThat(server.done()).containsExactly("one");
      client.patience(10_000);
      proxy.pass();
      assertThat(client.read()).isEqualTo("done two");
    }
  }

  @Test
  void heldAnswersShouldArriveLater() throws IOException {
    try (LineClient client = client()) {
      client.ask("one");
      proxy.holdAnswers();
      client.patience(100);
      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> client.ask("two"));
      server.awaitDone(2);
      client.patience(10_000);
      proxy.pass();
      assertThat(client.read()).isEqualTo("done two");
    }
  }

  @Test
  void aBlackHoleShouldSwallowAndItsConnectionsShouldNotComeBack() throws IOException {
    try (LineClient old = client();
        LineClient untouched = client()) {
      old.ask("one");
      untouched.ask("two");
      proxy.blackHole();
      assertSilent(old);
      awaitLost("lost\n".length());
      try (LineClient fresh = client()) {
        assertSilent(fresh);
        awaitLost(2L * "lost\n".length());
        proxy.pass();
        assertThatIOException().isThrownBy(() -> fresh.ask("lost"));
      }
      assertThatIOException().isThrownBy(() -> old.ask("lost"));
      assertThat(untouched.ask("three")).isEqualTo("done three");
    }
    assertThat(server.done()).containsExactly("one", "two", "three");
  }

  @Test
  void aServerThatIsDownShouldBeAResetAndItsConnectionNotCountAsOpen() {
    try (var down = RefusingPort.open();
        var toDown = FaultProxy.to(down.port())) {
      assertThatIOException().isThrownBy(() -> ask(toDown, "one"));
      awaitOpen(toDown, 0);
      assertThat(toDown.connections()).isEqualTo(1);
    }
  }

  @Test
  void closeShouldFreeAClientThatIsHeldAndBeFinal() throws Exception {
    try (LineClient client = client()) {
      client.ask("one");
      proxy.holdAnswers();
      ExecutorService thread = Executors.newSingleThreadExecutor();
      try {
        Future<String> held = thread.submit(() -> client.ask("two"));
        proxy.close();
        assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
            .isThrownBy(() -> held.get(30, TimeUnit.SECONDS))
            .withCauseInstanceOf(IOException.class);
      } finally {
        thread.shutdownNow();
      }
    }
    proxy.pass();
    assertThatExceptionOfType(ConnectException.class).isThrownBy(this::client);
    assertThat(proxy.open()).isZero();
  }

  @Test
  void connectionsShouldBeBoundedAndThoseThatEndMakeRoom() throws IOException {
    List<LineClient> open = new ArrayList<>();
    try {
      for (int i = 0; i < 256; i++) {
        LineClient client = client();
        open.add(client);
        assertThat(client.ask("one")).isEqualTo("done one");
      }
      assertThat(proxy.open()).isEqualTo(256);
      assertThatIOException()
          .isThrownBy(
              () -> {
                try (LineClient tooMany = client()) {
                  tooMany.ask("two");
                  throw new IOException("It was let through, or closed without a reset");
                }
              })
          .isInstanceOf(SocketException.class);
      open.remove(0).close();
      awaitOpen(proxy, 255);
      assertPasses("three");
    } finally {
      for (LineClient client : open) {
        client.close();
      }
    }
    awaitOpen(proxy, 0);
  }

  /** Waits without a limit; the timeout of the class ends it. */
  private static void awaitOpen(FaultProxy proxy, int count) {
    while (proxy.open() != count) {
      Thread.onSpinWait();
    }
  }

  private static void ask(FaultProxy proxy, String line) throws IOException {
    try (var client = new LineClient(proxy.address())) {
      if (client.ask(line) == null) {
        throw new IOException("closed");
      }
    }
  }

  /** A socket that requests this port gets it; one that requests any port does not. */
  @Test
  void passShouldFailWhenThePortIsTakenMeanwhile() throws IOException {
    proxy.refuse();
    try (var other = new ServerSocket()) {
      other.bind(proxy.address());
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(() -> proxy.pass())
          .withMessageContaining(Integer.toString(proxy.port()));
    }
    proxy.pass();
    assertPasses("one");
  }

  @Test
  void thePortShouldStayReservedWhileConnectionsAreRefused() throws IOException {
    proxy.refuse();

    try (var other = new ServerSocket()) {
      other.setReuseAddress(false);
      assertThatExceptionOfType(BindException.class).isThrownBy(() -> other.bind(proxy.address()));
    }
  }

  @Test
  void aCutShouldHitOneConnection() throws IOException {
    Cut first = proxy.cutRequest("x");
    Cut second = proxy.cutRequest("x");
    for (int i = 0; i < 2; i++) {
      assertThat(second.isMade()).isFalse();
      assertThatIOException().isThrownBy(() -> ask(proxy, "x"));
      first.await();
    }
    second.await();
    assertPasses("x");
    assertThat(server.done()).containsExactly("x");
  }

  @Test
  void anInterruptShouldEndTheWaitForACutAndBeKept() {
    Cut cut = proxy.cutRequest();
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(AssertionError.class).isThrownBy(cut::await);
    assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
  }

  @Test
  void manyClientsShouldPassAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(32);
    try {
      List<Future<Boolean>> running = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        String name = "client " + i;
        running.add(
            threads.submit(
                () -> {
                  try (LineClient client = client()) {
                    for (int round = 0; round < 50; round++) {
                      String line = name + " " + round;
                      assertThat(client.ask(line)).isEqualTo("done " + line);
                    }
                    return true;
                  }
                }));
      }
      for (Future<Boolean> one : running) {
        assertThat(one.get(30, TimeUnit.SECONDS)).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(server.done()).hasSize(32 * 50);
  }

  /** Waits without a limit; the timeout of the class ends it. */
  private void awaitLost(long bytes) {
    while (proxy.lost() < bytes) {
      Thread.onSpinWait();
    }
    assertThat(proxy.lost()).isEqualTo(bytes);
  }

  private LineClient client() throws IOException {
    return new LineClient(new InetSocketAddress(proxy.address().getAddress(), proxy.port()));
  }

  private void assertPasses(String line) throws IOException {
    try (LineClient client = client()) {
      assertThat(client.ask(line)).isEqualTo("done " + line);
    }
  }

  private static void assertSilent(LineClient client) throws IOException {
    client.patience(100);
    assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> client.ask("lost"));
    client.patience(10_000);
  }
}
