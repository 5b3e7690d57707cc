// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import io.hexauth.ports.spi.TransportResult.NotSent;
import io.hexauth.testkit.http.Gate;
import io.hexauth.testkit.http.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Rules for the deadline, which limits the whole exchange, and for an interrupt, which ends it
 * early.
 */
abstract class TransportDeadlineRules extends TransportRules {

  /** Pause between two bytes: 160 bytes take longer than the deadline and its tolerance. */
  private static final Duration BETWEEN_BYTES = Duration.ofMillis(50);

  TransportDeadlineRules(Supplier<TransportFixture> fixture) {
    super(fixture);
  }

  @Test
  final void aServerThatDoesNotAnswerShouldBeUnknownAtTheDeadline() {
    given().endpoint().always(Reply.normal().hanging());
    isUnknownInTime(given().request(given().server().uri("/token"), TransportFixture.SHORT));
    given().sawRequests(1);
  }

  @Test
  final void aHeadThatDripsShouldBeUnknownAtTheDeadline() {
    given()
        .endpoint()
        .always(Reply.of(200).withBody("x".repeat(160)).drippingFromTheStart(BETWEEN_BYTES));
    isUnknownInTime(given().request(given().server().uri("/token"), TransportFixture.SHORT));
    given().sawRequests(1);
  }

  @Test
  final void aBodyThatDripsShouldBeUnknownAtTheDeadline() {
    given().endpoint().always(Reply.of(200).withBody("x".repeat(160)).dripping(BETWEEN_BYTES));
    isUnknownInTime(given().request(given().server().uri("/token"), TransportFixture.SHORT));
    given().sawRequests(1);
  }

  @Test
  final void aServerThatDoesNotReadShouldBeUnknownAtTheDeadline() throws IOException {
    try (ServerSocket deaf = deaf()) {
      var uri = URI.create("http://127.0.0.1:" + deaf.getLocalPort() + "/token");
      isUnknownInTime(
          given().request(uri, TransportFixture.SHORT).toBuilder()
              .body(TransportFixture.FORM, new byte[16 * 1024 * 1024])
              .build());
    }
  }

  @Test
  final void aTlsHandshakeThatDoesNotEndShouldBeNotSentAtTheDeadline() throws IOException {
    try (ServerSocket deaf = deaf()) {
      var uri = URI.create("https://127.0.0.1:" + deaf.getLocalPort() + "/token");
      TransportResult result = inTime(given().request(uri, TransportFixture.SHORT));
      assertThat(TransportFixture.notSent(result)).isEqualTo(Failure.DEADLINE);
    }
  }

  @Test
  final void anAnswerBeforeTheDeadlineShouldCome() {
    given().endpoint().next(Reply.of(200).withBody("slow").dripping(Duration.ofMillis(1)));
    assertThat(TransportFixture.text(given().answered())).isEqualTo("slow");
  }

  @Test
  final void anInterruptShouldEndTheCallAndBeKept() {
    Gate gate = given().endpoint().hold();
    var kept = new CompletableFuture<Boolean>();
    var result = new CompletableFuture<TransportResult>();
    Thread caller = started(() -> call(result, kept));
    gate.awaitArrivals(1);

    caller.interrupt();

    assertThat(TransportFixture.unknown(soon(result))).isEqualTo(Failure.INTERRUPTED);
    assertThat(soon(kept)).as("the interrupt is kept").isTrue();
    given().sawRequests(1);
  }

  @Test
  final void anInterruptBeforeTheCallShouldEndItAndBeKept() {
    var kept = new CompletableFuture<Boolean>();
    var result = new CompletableFuture<TransportResult>();
    started(
        () -> {
          Thread.currentThread().interrupt();
          call(result, kept);
        });

    boolean notSent = soon(result) instanceof NotSent;

    assertThat(soon(kept)).as("the interrupt is kept").isTrue();
    given().sawRequests(notSent ? 0 : given().server().requests().size());
  }

  private void call(CompletableFuture<TransportResult> result, CompletableFuture<Boolean> kept) {
    try {
      result.complete(given().send());
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
    kept.complete(Thread.currentThread().isInterrupted());
  }

  private static Thread started(Runnable task) {
    var thread = new Thread(task, "contract-caller");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void isUnknownInTime(TransportRequest request) {
    assertThat(TransportFixture.unknown(inTime(request))).isEqualTo(Failure.DEADLINE);
  }

  private TransportResult inTime(TransportRequest request) {
    long start = System.nanoTime();
    TransportResult result = given().send(request);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isLessThan(request.deadline().plus(TransportFixture.TOLERANCE));
    return result;
  }

  /** {@return a server whose kernel accepts connections, and that never reads a byte} */
  private static ServerSocket deaf() throws IOException {
    var socket = new ServerSocket();
    socket.setReceiveBufferSize(4096);
    socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
    return socket;
  }

  private static <T> T soon(CompletableFuture<T> future) {
    try {
      return future.get(TransportFixture.TOLERANCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("The call failed", e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("The call did not end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", e);
    }
  }
}
