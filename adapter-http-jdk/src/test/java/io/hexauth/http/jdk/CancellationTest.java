// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.testkit.http.Gate;
import io.hexauth.testkit.http.Reply;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that their callers cancel. */
@Timeout(60)
class CancellationTest {

  private static final Reply SLOW = Reply.of(404).withBody("xx").dripping(Duration.ofSeconds(20));

  private final World world = new World();
  private final HttpClient http = world.authorized(HttpClient.newHttpClient());

  @AfterEach
  void close() {
    world.close();
  }

  /** {@return ways to cancel: the future, or a future derived from it, as with the JDK's client} */
  static Stream<UnaryOperator<CompletableFuture<HttpResponse<String>>>> derivations() {
    return Stream.of(
        future -> future,
        future -> future.thenApply(response -> response),
        future -> future.whenComplete((response, failure) -> {}).thenApply(response -> response));
  }

  @ParameterizedTest
  @MethodSource("derivations")
  void cancelledRequestShouldBeTakenBackFromTheApi(
      UnaryOperator<CompletableFuture<HttpResponse<String>>> derivation) {
    world.api.always(Reply.of(200).hanging());
    var sent = http.sendAsync(world.get(), BodyHandlers.ofString());
    world.api.awaitRequests(1);

    assertThat(derivation.apply(sent).cancel(true)).isTrue();

    assertThatExceptionOfType(Exception.class)
        .isThrownBy(() -> sent.get(10, TimeUnit.SECONDS))
        .isInstanceOfAny(CancellationException.class, ExecutionException.class);
  }

  @Test
  void futureThatIsCancelledWithoutInterruptionShouldLeaveTheRequestAlone() {
    Gate gate = world.api.hold();
    var sent = http.sendAsync(world.get(), BodyHandlers.ofString());
    CompletableFuture<Integer> derived = sent.thenApply(HttpResponse::statusCode);
    world.api.awaitRequests(1);
    assertThat(derived.cancel(false)).isTrue();
    gate.release();
    assertThat(sent.join().statusCode()).isEqualTo(200);
  }

  @Test
  void requestThatIsCancelledBeforeItHasATokenShouldNotBeSent() {
    Gate gate = world.server.token().hold();
    var cancelled = http.sendAsync(world.get(), BodyHandlers.ofString());
    var other = http.sendAsync(world.get(), BodyHandlers.ofString());
    gate.awaitArrivals(1);

    cancelled.cancel(true);
    gate.release();

    assertThat(other.join().statusCode()).isEqualTo(200);
    assertThat(world.api.requests()).hasSize(1);
  }

  @Test
  void requestThatIsCancelledWhileItsTokenIsReplacedShouldNotBeSentAgain() {
    world.rejectToken();
    String rejected = world.client.token().authorization();
    Gate gate = world.server.token().hold();
    var cancelled = http.sendAsync(world.get(), BodyHandlers.ofString());
    gate.awaitArrivals(1);

    cancelled.cancel(true);
    gate.release();

    await().until(() -> !world.client.token().authorization().equals(rejected));
    var other = http.sendAsync(world.get(), BodyHandlers.ofString());
    assertThat(other.join().statusCode()).isEqualTo(200);
    assertThat(world.tokenRequests()).isEqualTo(2);
    assertThat(world.api.requests()).hasSize(2);
  }

  @Test
  void handlerShouldLearnThatItsRequestIsCancelled() {
    world.api.always(SLOW);
    var handler = new Watching();
    var sent = http.sendAsync(world.get(), handler);
    await().until(() -> handler.begun.getCount() == 0);

    sent.cancel(true);

    await().untilAsserted(() -> assertThat(handler.failure).isInstanceOf(IOException.class));
  }

  @Test
  void interruptedCallerShouldGetAnInterruptedException() throws Exception {
    world.api.always(SLOW);
    var handler = new Watching();
    var outcome = new CompletableFuture<Throwable>();
    var caller =
        new Thread(
            () -> {
              try {
                http.send(world.get(), handler);
                outcome.complete(new AssertionError("An answer"));
              } catch (IOException | InterruptedException e) {
                outcome.complete(e);
              }
            });
    caller.start();
    await().until(() -> handler.begun.getCount() == 0);

    caller.interrupt();

    assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    await().untilAsserted(() -> assertThat(handler.failure).isInstanceOf(IOException.class));
  }

  /** Handler that records the signals of its subscriber. */
  private static final class Watching implements BodyHandler<String>, BodySubscriber<String> {

    private final BodySubscriber<String> text = BodySubscribers.ofString(StandardCharsets.UTF_8);
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile Throwable failure;

    @Override
    public BodySubscriber<String> apply(HttpResponse.ResponseInfo info) {
      return this;
    }

    @Override
    public CompletionStage<String> getBody() {
      return text.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      text.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
      text.onNext(bytes);
      begun.countDown();
    }

    @Override
    public void onError(Throwable cause) {
      failure = cause;
      text.onError(cause);
    }

    @Override
    public void onComplete() {
      text.onComplete();
    }
  }
}
